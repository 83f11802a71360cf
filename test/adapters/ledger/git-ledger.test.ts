import { execFileSync } from "node:child_process";
import { chmod, truncate } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type GitRefs, localRefs } from "../../../action/adapters/git/refs.ts";
import { createLedger, gitLedger, ledgerRef, seenBefore } from "../../../action/adapters/ledger/git-ledger.ts";
import { gitLedgerFiles } from "../../../action/adapters/ledger/git-ledger-files.ts";
import { submissionKey } from "../../../action/core/ledger/event.ts";
import { eventsPath, mainPath } from "../../../action/core/ledger/paths.ts";
import { emptyRepository, frozenClock, runGit, writeText } from "../../contracts/git-place.ts";
import { intended, written } from "../../contracts/ledger-branch-contract.ts";

const seenRef = "refs/shrek/ledger-seen";
const place = async (...options: readonly string[]) => {
  const dir = await emptyRepository(...options);
  return { dir, refs: localRefs(dir), clock: frozenClock() };
};
const keyOf = (n: number) => submissionKey(`toy${n}`, "1.0.0", undefined);

test("A ledger is created once, with a random name, and is read back", async () => {
  const here = await place();

  await expect(gitLedger(here).head()).rejects.toThrow("There is no ledger");
  expect(await createLedger(here, undefined, "a".repeat(40))).toBe("created");
  expect(await createLedger(here, "ffffffff")).toBe("exists");

  expect((await gitLedger(here).head()).repository).toMatch(/^[0-9a-f]{8}$/);
  expect((await gitLedger(here).head()).began).toBe("a".repeat(40));
  expect(await runGit(here.dir, "ls-tree", "--name-only", ledgerRef)).toBe(
    "README.md\nledger.json\nlive.json\nstreams\nwatched.json",
  );
  expect(await runGit(here.dir, "log", "--format=%s", ledgerRef)).toContain("Create the ledger");
  expect(await runGit(here.dir, "rev-list", "--count", ledgerRef)).toBe("1");
});

test("A second creation of a ledger leaves the first ledger unchanged", async () => {
  const here = await place();
  const refs: GitRefs = {
    ...here.refs,
    read: async (ref) => {
      const found = await here.refs.read(ref);
      if (found === undefined) await createLedger(here, "0a1b2c3d");
      return found;
    },
  };

  expect(await createLedger({ ...here, refs }, "ffffffff")).toBe("exists");
  expect((await gitLedger(here).head()).repository).toBe("0a1b2c3d");
});

test("Each of many submissions is read from the ledger with its own events, and an unknown one has none", async () => {
  const here = await place();
  await createLedger(here, "0a1b2c3d");
  const keys = Array.from({ length: 60 }, (_, n) => keyOf(n));
  const head = await written(
    gitLedger(here),
    keys.slice(0, 58).map((key) => intended(key)),
  );
  const ledger = gitLedger(here);

  for (const asked of [keys, keys.slice(8), keys.slice(9)]) {
    const read = await ledger.read(head, asked);
    expect([...read.keys()]).toEqual(asked);
    for (const [key, events] of read) expect(events).toEqual(keys.indexOf(key) < 58 ? [intended(key)] : []);
  }
  expect(await ledger.submissions(head, "toy3")).toEqual([keyOf(3)]);
  expect(await ledger.submissions(head)).toEqual(keys.slice(0, 58).toSorted());
});

test("A ledger branch that went back is refused by the process that saw the later head, and by the next process of the clone", async () => {
  const here = await place();
  await createLedger(here, "0a1b2c3d");
  const ledger = gitLedger(here);
  const early = await ledger.head();
  const late = await written(ledger, [intended(keyOf(1))]);
  await runGit(here.dir, "update-ref", ledgerRef, early.commit);
  await expect(ledger.head()).rejects.toMatchObject({
    message: `The ledger branch was rewritten: it does not contain ${late.commit.slice(0, 12)}.`,
    wayOut: "`shrek ledger rebuild` restores it; nothing is submitted until then.",
  });

  await runGit(here.dir, "update-ref", ledgerRef, late.commit);
  expect((await ledger.head()).commit).toBe(late.commit);
  expect(await runGit(here.dir, "rev-parse", seenRef)).toBe(late.commit);
  await runGit(here.dir, "pack-refs", "--all");
  await runGit(here.dir, "update-ref", ledgerRef, early.commit);
  await expect(gitLedger(here).head()).rejects.toThrow("was rewritten");
});

test("In a clone that ends with its job the head is not noted for later processes, and a branch that went back is refused", async () => {
  const here = await place();
  await createLedger(here, "0a1b2c3d");
  const ledger = gitLedger({ ...here, refs: { ...here.refs, stays: false } });
  const early = await ledger.head();
  const late = await written(ledger, [intended(keyOf(1))]);
  expect((await ledger.head()).commit).toBe(late.commit);
  expect(await seenBefore(here.dir)).toBeUndefined();

  await runGit(here.dir, "update-ref", ledgerRef, early.commit);
  await expect(ledger.head()).rejects.toThrow("was rewritten");
});

test("The ledger calls git where files cannot show which head was seen, as in a bare repository", async () => {
  const here = await place("--bare");
  await createLedger(here, "0a1b2c3d");
  const early = await gitLedger(here).head();
  const late = await written(gitLedger(here), [intended(keyOf(1))]);
  expect((await gitLedger(here).head()).commit).toBe(late.commit);
  expect(await seenBefore(here.dir)).toBe(late.commit);

  await runGit(here.dir, "update-ref", ledgerRef, early.commit);
  await expect(gitLedger(here).head()).rejects.toThrow("was rewritten");
  await runGit(here.dir, "update-ref", "-d", seenRef);
  expect(await seenBefore(here.dir)).toBeUndefined();
});

test("A ledger branch that another process moved forward is accepted, and a write on the old head is refused", async () => {
  const here = await place();
  await createLedger(here, "0a1b2c3d");
  const ledger = gitLedger(here);
  const early = await ledger.head();
  const late = await written(gitLedger(here), [intended(keyOf(1))]);

  expect(await ledger.append(early, [intended(keyOf(2))], [], "late")).toEqual({ kind: "moved" });
  expect((await ledger.head()).commit).toBe(late.commit);
  expect(await ledger.submissions(await ledger.head())).toEqual([keyOf(1)]);
});

test("A reader that saw a commit of another process refuses a ledger branch without that commit, and a deleted branch", async () => {
  const here = await place();
  await createLedger(here, "0a1b2c3d");
  const reader = gitLedger(here);
  const early = await reader.head();
  const late = await written(gitLedger(here), [intended(keyOf(1))]);
  expect((await reader.head()).commit).toBe(late.commit);
  await runGit(here.dir, "update-ref", ledgerRef, early.commit);
  await expect(reader.head()).rejects.toThrow("was rewritten");

  await runGit(here.dir, "update-ref", "-d", ledgerRef);
  await expect(reader.head()).rejects.toThrow("There is no ledger");
});

test("A ledger commit made by hand is refused and not remembered; without that commit the branch is accepted again", async () => {
  const here = await place();
  await createLedger(here, "0a1b2c3d");
  const ledger = gitLedger(here);
  const head = await ledger.head();
  const byHand = await runGit(here.dir, "commit-tree", `${head.commit}^{tree}`, "-p", head.commit, "-m", "by hand");
  await runGit(here.dir, "update-ref", ledgerRef, byHand);
  await expect(ledger.head()).rejects.toThrow(`${byHand.slice(0, 12)}, was not made by SHREK`);
  await expect(gitLedger(here).head()).rejects.toThrow("was not made by SHREK");

  await runGit(here.dir, "update-ref", ledgerRef, head.commit);
  for (const reader of [ledger, gitLedger(here)]) expect((await reader.head()).commit).toBe(head.commit);
});

test("A process that cannot write down which ledger head it saw still remembers that head", async () => {
  const here = await place();
  await createLedger(here, "0a1b2c3d");
  const early = await gitLedger(here).head();
  const late = await written(gitLedger(here), [intended(keyOf(1))]);
  await writeText(here.dir, `.git/${seenRef}.lock`, "another process is at it");
  const reader = gitLedger(here);
  expect((await reader.head()).commit).toBe(late.commit);

  await runGit(here.dir, "update-ref", ledgerRef, early.commit);
  await expect(reader.head()).rejects.toThrow("was rewritten");
});

/** A person writes 55 MB to this file. Git still knows its size; who reads its content finds it cut off. */
const writeLarge = async ({ dir }: Awaited<ReturnType<typeof place>>, path: string): Promise<void> => {
  const git = (input: string, ...args: readonly string[]): string =>
    execFileSync("git", ["-C", dir, ...args], { input })
      .toString()
      .trim();
  const oid = git(`${'{"event":"seen"}'.repeat(3_500_000)}\n`, "hash-object", "-w", "--stdin");
  const env = { ...process.env, GIT_INDEX_FILE: join(dir, "large-index") };
  for (const args of [
    ["read-tree", ledgerRef],
    ["update-index", "--add", "--cacheinfo", `100644,${oid},${path}`],
  ])
    execFileSync("git", ["-C", dir, ...args], { env });
  const tree = execFileSync("git", ["-C", dir, "write-tree"], { env }).toString().trim();
  git("", "update-ref", ledgerRef, git("A large file", "commit-tree", tree, "-p", ledgerRef));
  const file = join(git("", "rev-parse", "--absolute-git-dir"), "objects", oid.slice(0, 2), oid.slice(2));
  await chmod(file, 0o644);
  await truncate(file, 4096);
};

test("A file of the ledger with 55 MB is refused with its path and before it is read, and verify finds it", async () => {
  const here = await place();
  await createLedger(here, "0a1b2c3d");
  const head = await written(gitLedger(here), [intended(keyOf(1))]);
  const tooLarge = (path: string) => ({
    message: `The ledger is not readable at ${path}, which has 56000001 bytes, more than 33554432.`,
    wayOut: expect.stringContaining("`shrek ledger verify`") as string,
  });

  await writeLarge(here, eventsPath(keyOf(1)));
  const commit = await runGit(here.dir, "rev-parse", ledgerRef);
  await expect(gitLedger(here).read({ ...head, commit }, [keyOf(1)])).rejects.toMatchObject(
    tooLarge(eventsPath(keyOf(1))),
  );
  await writeLarge(here, mainPath);
  await expect(gitLedger(here).head()).rejects.toMatchObject(tooLarge(mainPath));
  expect(await gitLedgerFiles(here).tooLarge(await runGit(here.dir, "rev-parse", ledgerRef))).toEqual([
    { path: mainPath, bytes: 56_000_001 },
    { path: eventsPath(keyOf(1)), bytes: 56_000_001 },
  ]);
});
