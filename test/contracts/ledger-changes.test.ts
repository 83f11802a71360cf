import { expect, test } from "vitest";
import { gitLedgerChanges } from "../../action/adapters/ledger/git-ledger-changes.ts";
import type { LedgerChanges } from "../../action/ports/ledger-changes.ts";
import { fakeChanges } from "../fakes/fake-changes.ts";
import { commitTo, fakeBranch } from "../fakes/fake-ledger.ts";
import { commitTexts, emptyRepository } from "./git-place.ts";

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
])("what moved between two commits is told by submission, on %s", async (_, open) => {
  const { changes, commit } = await open();
  const file = (version: string): string => `submissions/sP26a-toy/${version}/0.jsonl`;
  const first = await commit({ [file("1.0.0")]: "a\n", [file("2.0.0")]: "a\n", "README.md": "a\n" });
  const second = await commit({ [file("2.0.0")]: "a\nb\n", "README.md": "b\n" });
  const third = await commit({ [file("3.0.0")]: "a\n", "submissions/sP26a-toy/3.0.0/README.md": "a\n" });

  expect([...((await changes.between(first, third)) ?? [])].toSorted()).toEqual([
    "sP26a-toy/2.0.0/0",
    "sP26a-toy/3.0.0/0",
  ]);
  expect(await changes.between(second, second)).toEqual(new Set());
  expect(await changes.between("f".repeat(40), third)).toBeUndefined();
});
