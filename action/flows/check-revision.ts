import { judgeFileNames, judgeMixture } from "../core/judge/changed-productions.ts";
import type { Problem } from "../core/problem.ts";
import { productionsFolder } from "../core/source-file.ts";
import type { Bash } from "../ports/bash.ts";
import type { Ledger } from "../ports/ledger.ts";
import type { Revisions } from "../ports/revisions.ts";
import { type Judged, judgeSources } from "./gather/judge-sources.ts";
import { lintPayloads } from "./gather/lint-payloads.ts";
import { touchedProductions } from "./gather/touched.ts";

export type RevisionChecked = {
  readonly judged: readonly Judged[];
  /** What is wrong with the change as a whole. */
  readonly problems: readonly Problem[];
  /** Productions that the change takes away. */
  readonly removed: readonly string[];
};

/**
 * Judges what a pull request changes, from git's objects. The check action and the comment action both call this; the
 * second runs main's program, so that a pull request which edits its own check cannot make the comment lie.
 */
export const checkRevision = async (
  ports: { readonly revisions: Revisions; readonly ledger: Ledger; readonly bash: Bash },
  base: string,
  head: string,
): Promise<RevisionChecked> => {
  const { revisions, ledger, bash } = ports;
  const [ledgerHead, from] = await Promise.all([ledger.head(), revisions.mergeBase(base, head)]);
  const [paths, before, after] = await Promise.all([
    revisions.changedPaths(from, head),
    revisions.at(from).productions(productionsFolder),
    revisions.at(head).productions(productionsFolder),
  ]);
  const snapshot = revisions.at(head);
  const folders = await touchedProductions(snapshot, after, paths);
  const others = { snapshot, folders: after.filter((folder) => !folders.includes(folder)) };
  const judged = await judgeSources(
    bash,
    Promise.resolve({ ledger, head: ledgerHead }),
    await snapshot.all(folders),
    others,
    lintPayloads,
  );
  return {
    judged,
    problems: [
      ...judgeMixture(paths, [...before, ...after]),
      ...judgeFileNames(await revisions.addedPaths(from, head)),
    ],
    removed: before.filter((folder) => !after.includes(folder)),
  };
};
