import { partsOfKey, type SubmissionKey } from "../../core/ledger/event.ts";
import { endedPath, eventsPath, foundationPath, keyOfPath, mainPath } from "../../core/ledger/paths.ts";
import { tagName } from "../../core/ledger/tag-message.ts";
import { compareText } from "../../core/problems/problem.ts";
import { atOneTime, byParts } from "../../core/text/by-parts.ts";
import { auditSubmission } from "../../core/verify/audit-submission.ts";
import { firstFaults } from "../../core/verify/first-files.ts";
import { addToSummary, emptySummary, type LedgerSummary } from "../../core/verify/ledger-summary.ts";
import { madeFaults, madeLists } from "../../core/verify/made-files.ts";
import { sharedSeeds } from "../../core/verify/shared-seeds.ts";
import type { LedgerFiles } from "../../ports/ledger-files.ts";
import type { TagList } from "../../ports/tags.ts";

/** A commit of the branch, and what some of its files are to be instead; `undefined`: they go. */
export type WholeLedger = {
  readonly files: LedgerFiles;
  readonly commit: string;
  readonly instead: ReadonlyMap<string, string | undefined>;
};

type Texts = ReadonlyMap<string, string | undefined>;

export const textsAt = async ({ files, commit, instead }: WholeLedger, paths: readonly string[]): Promise<Texts> => {
  const there = await files.texts(
    commit,
    paths.filter((path) => !instead.has(path)),
  );
  return new Map(paths.map((path) => [path, instead.has(path) ? instead.get(path) : there.get(path)]));
};

const keysAt = async ({ files, commit, instead }: WholeLedger): Promise<readonly SubmissionKey[]> => {
  const kept = (await files.list(commit)).filter((path) => !instead.has(path));
  const put = [...instead].flatMap(([path, text]) => (text === undefined ? [] : [path]));
  return [...kept, ...put].flatMap((path) => keyOfPath(path) ?? []).toSorted(compareText);
};

/** Every submission with its tag, read a part at a time: what is kept of each is little. */
export const summarizeLedger = async (whole: WholeLedger, tags: TagList): Promise<LedgerSummary> => {
  const summary = emptySummary();
  const strange = new Set(tags.names);
  for (const part of byParts(await keysAt(whole), atOneTime)) {
    const texts = await textsAt(whole, part.map(eventsPath));
    const named = part.map((key) => ({ key, name: tagOfSubmission(key) }));
    const messages = await tags.messages(named.map(({ name }) => name));
    for (const { key, name } of named) {
      strange.delete(name);
      const tag = { name, message: messages.get(name) };
      addToSummary(summary, auditSubmission(key, texts.get(eventsPath(key)) ?? "", tag));
    }
  }
  for (const name of strange) summary.faults.push(`the tag ${name} has no ledger entry: the ledger is incomplete`);
  return summary;
};

export const tagOfSubmission = (key: SubmissionKey): string => tagName(partsOfKey(key));

/** Do the events make states, do the made files say what the events say, and do the tags say the same? One line each. */
export const faultsOfLedger = async (whole: WholeLedger, summary: LedgerSummary): Promise<readonly string[]> => {
  const lists = madeLists(summary);
  const texts = await textsAt(whole, [foundationPath, mainPath, endedPath, ...lists.map(({ path }) => path)]);
  return [
    ...firstFaults(texts.get(foundationPath), texts.get(mainPath)),
    ...summary.faults,
    ...madeFaults(texts, lists, summary),
    ...sharedSeeds(summary.seeds),
  ];
};
