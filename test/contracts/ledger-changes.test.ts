import { expect, test } from "vitest";
import { fetchCommit } from "../../action/adapters/git/job-clone.ts";
import { gitLedgerChanges } from "../../action/adapters/ledger/git-ledger-changes.ts";
import { submissionKey } from "../../action/core/ledger/event.ts";
import { eventsPath, pagePath } from "../../action/core/ledger/paths.ts";
import type { LedgerChanges } from "../../action/ports/ledger-changes.ts";
import { fakeChanges } from "../fakes/fake-changes.ts";
import { commitTo, fakeBranch } from "../fakes/fake-ledger.ts";
import { commitTexts } from "./commit-texts.ts";
import { cloneOf, emptyRepository, runGit } from "./git-place.ts";

type Place = { readonly changes: LedgerChanges; commit(texts: Readonly<Record<string, string>>): Promise<string> };

const onGit = async (): Promise<Place> => {
  const dir = await emptyRepository();
  return { changes: gitLedgerChanges(dir), commit: (texts) => commitTexts(dir, texts) };
};
const inMemory = async (): Promise<Place> => {
  const branch = fakeBranch();
  return { changes: fakeChanges(branch), commit: async (texts) => commitTo(branch, texts) };
};

test.each([
  ["git", onGit],
  ["memory", inMemory],
])("Changes between two ledger commits are listed by submission, on %s", async (_, open) => {
  const { changes, commit } = await open();
  const keyOf = (version: string) => submissionKey("sP26a-toy", version, undefined);
  const file = (version: string): string => eventsPath(keyOf(version));
  const first = await commit({ [file("1.0.0")]: "a\n", [file("2.0.0")]: "a\n", "README.md": "a\n" });
  const second = await commit({ [file("2.0.0")]: "a\nb\n", "README.md": "b\n" });
  const third = await commit({ [file("3.0.0")]: "a\n", [pagePath(keyOf("3.0.0"))]: "a\n" });

  expect([...((await changes.between(first, third)) ?? [])].toSorted()).toEqual([
    "sP26a-toy/2.0.0/0",
    "sP26a-toy/3.0.0/0",
  ]);
  expect(new Map(await changes.added(first, third))).toEqual(
    new Map([
      [keyOf("2.0.0"), 1],
      [keyOf("3.0.0"), 1],
    ]),
  );
  expect(await changes.added(second, second)).toEqual(new Map());
  expect(await changes.added("f".repeat(40), third)).toBeUndefined();
  expect(await changes.between(second, second)).toEqual(new Set());
  expect(await changes.between("f".repeat(40), third)).toBeUndefined();
});

test("A shallow clone of the ledger fetches the earlier commit alone; an unknown commit stays unknown", async () => {
  const origin = await emptyRepository();
  const file = eventsPath(submissionKey("sP26a-toy", "1.0.0", undefined));
  await commitTexts(origin, { [file]: "a\n" });
  const earlier = await commitTexts(origin, { "README.md": "a\n" });
  await commitTexts(origin, { [file]: "a\nb\n" });
  const later = await commitTexts(origin, { "README.md": "b\n" });
  const dir = await cloneOf(`file://${origin}`, "--depth=1", "--no-checkout");
  const brought: string[] = [];
  const changes = gitLedgerChanges(dir, (commit) => {
    brought.push(commit);
    return fetchCommit(dir, { url: `file://${origin}`, env: {} }, commit);
  });

  expect(await gitLedgerChanges(dir).between(earlier, later)).toBeUndefined();
  expect([...((await changes.between(earlier, later)) ?? [])]).toEqual(["sP26a-toy/1.0.0/0"]);
  expect(await runGit(dir, "rev-list", "--count", earlier, later)).toBe("2");
  expect([...((await changes.between(earlier, later)) ?? [])]).toEqual(["sP26a-toy/1.0.0/0"]);
  expect(brought).toEqual([earlier]);
  expect(await changes.between("f".repeat(40), later)).toBeUndefined();
});

test("A name in the overview that is no commit is unknown, as if it were not there", async () => {
  const dir = await emptyRepository();
  const commit = await commitTexts(dir, { "README.md": "a\n" });
  const file = await runGit(dir, "rev-parse", `${commit}:README.md`);

  expect(await gitLedgerChanges(dir).between(file, commit)).toBeUndefined();
  expect(await gitLedgerChanges(dir).added(file, commit)).toBeUndefined();
});
