import { expect, test } from "vitest";
import { rememberingOwn } from "../../../action/adapters/ledger/ledger-memory.ts";
import { ledgerOnFiles } from "../../../action/adapters/ledger/ledger-on-files.ts";
import type { LedgerStore } from "../../../action/adapters/ledger/ledger-store.ts";
import { submissionKey } from "../../../action/core/ledger/event.ts";
import {
  endedPath,
  eventsPath,
  folderOfTag,
  foundationPath,
  livePath,
  mainPath,
  noneEnded,
  pagePath,
  watchedPath,
} from "../../../action/core/ledger/paths.ts";
import { textFile } from "../../../action/core/text/source-file.ts";
import type { Gate } from "../../contracts/git-place.ts";
import { intended, written } from "../../contracts/ledger-branch-contract.ts";
import { ledgerContract } from "../../contracts/ledger-contract.ts";
import { beginFakeLedger, commitTo, type FakeBranch, fakeBranch } from "../../fakes/fake-ledger.ts";

/** A branch of files in memory, which says what it was asked for. */
const storeOn = (branch: FakeBranch, gate?: Gate): LedgerStore & { readonly asked: string[] } => {
  const asked: string[] = [];
  const filesOf = (commit: string) => branch.commits.get(commit) ?? new Map<string, string>();
  return {
    asked,
    tip: async () => branch.head,
    isOurs: async () => true,
    texts: async (commit, paths) => {
      asked.push(`${commit.slice(-1)}: ${paths.join(" ")}`);
      return paths.map((path) => filesOf(commit).get(path));
    },
    list: async (commit, folders) => {
      asked.push(`${commit.slice(-1)}: ls ${folders.join(" ")}`);
      return [...filesOf(commit).keys()].filter((path) => folders.some((folder) => path.startsWith(folder)));
    },
    commit: async (parent, files) => {
      const id = (branch.commits.size + 1).toString(16).padStart(40, "0");
      const texts = files.map(({ path, bytes }) => [path, new TextDecoder().decode(bytes)] as const);
      branch.commits.set(id, new Map([...filesOf(parent), ...texts]));
      return id;
    },
    move: async (from, to) => {
      await gate?.();
      if (branch.head !== from) return "moved";
      branch.head = to;
      return "swapped";
    },
  };
};

ledgerContract("a ledger on files in memory", async () => {
  const branch = fakeBranch();
  return {
    begin: async () => {
      beginFakeLedger(branch);
    },
    meddle: async (texts) => {
      commitTo(branch, texts);
    },
    writer: async (gate) => ledgerOnFiles(storeOn(branch, gate)),
    textAt: async (at, path) => branch.commits.get(at.commit)?.get(path),
  };
});

const toy = submissionKey("toy", "1.0.0", undefined);
const begun = () => {
  const branch = fakeBranch();
  beginFakeLedger(branch);
  const store = storeOn(branch);
  return { branch, store, ledger: ledgerOnFiles(store) };
};

test("A ledger commit lists its submissions once, and a few tags are fetched by name", async () => {
  const { store, ledger } = begun();
  const head = await ledger.head();
  store.asked.splice(0);

  await ledger.submissions(head, "toy");
  await ledger.submissions(head);
  await ledger.submissions(head);
  await ledger.submissions(head, "toy");
  expect(store.asked).toEqual([`1: ls ${folderOfTag("toy")}`, "1: ls submissions/"]);

  const page = textFile(pagePath(toy), "words");
  const next = await ledger.append(head, [intended(toy)], [page], "with a page");
  expect(next.kind === "written" ? await ledger.submissions(next.head) : []).toEqual([toy]);
  expect(await ledger.submissions(head)).toEqual([]);
});

test("If more than fifty tags are needed, they are selected from the list of all tags", async () => {
  const { store, ledger } = begun();
  const head = await written(ledger, [intended(toy), intended(submissionKey("other", "1.0.0", undefined))]);
  const tags = Array.from({ length: 50 }, (_, n) => `t${n}`);
  store.asked.splice(0);

  expect(await ledger.submissions(head, ...tags)).toEqual([]);
  expect(store.asked.at(-1)).toContain(`ls ${folderOfTag("t0")} ${folderOfTag("t1")}`);
  expect(await ledger.submissions(head, ...tags, "toy")).toEqual([toy]);
  expect(store.asked.at(-1)).toMatch(/: ls submissions\/$/);
});

test("A refused ledger write is a Failure with a way out, and writes nothing", async () => {
  const branch = fakeBranch();
  const ledger = ledgerOnFiles(storeOn(branch));
  await expect(ledger.head()).rejects.toMatchObject({
    message: "There is no ledger: the branch `ledger` is missing.",
    wayOut: expect.stringContaining("`shrek ledger init`, which records what is on main as not to be submitted"),
  });
  commitTo(branch, { [foundationPath]: "{}" });
  await expect(ledger.head()).rejects.toMatchObject({
    message: "The branch `ledger` is not a ledger: its first file is missing or unreadable.",
    wayOut: expect.stringContaining("Nothing was written to it."),
  });
  beginFakeLedger(branch);
  commitTo(branch, { [eventsPath(toy)]: "nonsense\n" });
  const head = await ledger.head();
  const before = branch.commits.size;

  await expect(ledger.append(head, [intended(toy)], [], "x")).rejects.toMatchObject({
    message: `The ledger is not readable at ${eventsPath(toy)}:1.`,
    wayOut: expect.stringContaining("shrek ledger verify"),
  });
  expect(branch.commits.size).toBe(before);
});

test("A ledger head that SHREK did not commit is a Failure, and a head that SHREK committed is not checked again", async () => {
  const branch = fakeBranch();
  beginFakeLedger(branch);
  const store = storeOn(branch);
  const asked: string[] = [];
  const isOurs = async (commit: string): Promise<boolean> => {
    asked.push(commit.slice(-1));
    return commit.endsWith("1");
  };
  const ledger = ledgerOnFiles({ ...store, isOurs });

  const head = await written(ledger, [intended(toy)]);
  expect((await ledger.head()).commit).toBe(head.commit);
  expect(asked).toEqual(["1"]);

  commitTo(branch, { "README.md": "by hand" });
  await expect(ledger.head()).rejects.toMatchObject({
    message: "The last commit of the branch `ledger`, 000000000000, was not made by SHREK.",
    wayOut: "`shrek ledger verify` shows what it changed, `shrek ledger rebuild` takes it back.",
  });
});

test("The begin of a ledger is read from its first file before main was read for the first time", async () => {
  const [first, read] = ["a".repeat(40), "b".repeat(40)];
  const branch = fakeBranch();
  beginFakeLedger(branch, "0a1b2c3d", first);
  const ledger = ledgerOnFiles(storeOn(branch));

  const head = await written(ledger, [{ event: "main-read", commit: read, refused: [], at: "t" }]);

  expect(head).toMatchObject({ began: first, cursor: read });
});

test("The lists of watched and of ended submissions are read from their own files, and a file of another format is a Failure", async () => {
  const watched = { key: toy, label: "l", attempt: 1, userName: "Ada", since: null, requests: [7], tasks: [[1, 1]] };
  const { branch, ledger } = begun();
  expect(await ledger.head()).toMatchObject({ watched: [], ended: noneEnded });
  const ended = { last: [[toy, "done", "t"]], months: [["2026-11", 1]] };
  commitTo(branch, { [watchedPath]: JSON.stringify([watched]), [endedPath]: JSON.stringify(ended) });
  expect(await ledger.head()).toMatchObject({ watched: [watched], ended });

  for (const path of [watchedPath, endedPath]) {
    const meddled = begun();
    commitTo(meddled.branch, { [path]: '"nonsense"' });
    await expect(meddled.ledger.head()).rejects.toThrow(`not readable at ${path}`);
  }
});

test("A followed submission that has a file is read from the ledger", async () => {
  const { ledger } = begun();
  const head = await written(ledger, [intended(toy)], undefined, [textFile(livePath, `["${toy}"]`)]);

  expect([...(await ledger.read(head, [toy]))]).toEqual([[toy, [intended(toy)]]]);
});

test("A followed submission is fetched again only from a commit that another process made", async () => {
  const { branch, store, ledger } = begun();
  const other = submissionKey("other", "1.0.0", undefined);
  const live = textFile(livePath, JSON.stringify([other, toy]));
  const begin = await written(ledger, [intended(toy), intended(other)], undefined, [live]);
  commitTo(branch, { "README.md": "of another process" });
  const head = await ledger.head();
  const asked = () => store.asked.splice(0).filter((one) => one.includes("submissions/"));
  asked();

  await ledger.read(head, [toy, other]);
  expect(asked()).toEqual([`3: ${eventsPath(toy)} ${eventsPath(other)}`]);
  const next = await written(ledger, [intended(toy)], head, [live]);
  asked();
  expect([...(await ledger.read(next, [toy, other]))].map(([key, events]) => [key, events.length])).toEqual([
    [toy, 2],
    [other, 1],
  ]);
  expect(asked()).toEqual([]);
  expect((await ledger.read(begin, [toy])).get(toy)).toHaveLength(1);
  commitTo(branch, { [eventsPath(other)]: "nonsense\n" });
  await expect(ledger.head().then((at) => ledger.read(at, [toy, other]))).rejects.toThrow(eventsPath(other));
});

test("The ledger's file about main gets no further line if the file cannot be read", async () => {
  const { branch, ledger } = begun();
  const head = await ledger.head();
  const commit = commitTo(branch, { [mainPath]: "nonsense\n" });
  const before = branch.commits.size;

  const read = { event: "main-read", commit: "c".repeat(40), refused: [], at: "t" } as const;
  await expect(ledger.append({ ...head, commit }, [read], [], "x")).rejects.toThrow(`not readable at ${mainPath}:1`);
  expect(branch.commits.size).toBe(before);
});

test("A ledger commit that this process wrote is not checked again, and one of another process is", async () => {
  const branch = fakeBranch();
  const first = commitTo(branch, { a: "1", "d/b": "1" });
  const store = storeOn(branch);
  const own = rememberingOwn(store);
  const second = await own.commit(first, [textFile("a", "2"), textFile("d/c", "2")], "x");
  const third = await own.commit(second, [textFile("a", "3")], "x");

  expect(await own.texts(third, ["a", "d/c"])).toEqual(["3", "2"]);
  expect(store.asked).toEqual([]);
  expect(await own.texts(third, ["d/b", "a", "none"])).toEqual(["1", "3", undefined]);
  expect(store.asked).toEqual(["1: d/b none"]);
  expect(await own.list(third, ["d/"])).toEqual(["d/b", "d/c"]);
  expect(await own.list(third, ["e/", "d/"])).toEqual(["d/b", "d/c"]);
  expect(await own.texts(first, ["a"])).toEqual(["1"]);
  expect(await own.texts(second, ["a", "d/c"])).toEqual(["2", "2"]);
});
