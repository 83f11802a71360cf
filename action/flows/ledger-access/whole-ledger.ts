import { partsOfKey, type SubmissionKey } from "../../core/ledger/event.ts";
import { largestLedgerFile } from "../../core/ledger/line.ts";
import {
  endedPath,
  eventsPath,
  foundationPath,
  keyOfPath,
  lotsOfSubmissions,
  mainPath,
} from "../../core/ledger/paths.ts";
import { tagName } from "../../core/ledger/tag-message.ts";
import { compareText } from "../../core/problems/problem.ts";
import { byParts } from "../../core/text/by-parts.ts";
import { firstFaults } from "../../core/verify/first-files.ts";
import { addToSummary, auditSubmission, emptySummary, type LedgerSummary } from "../../core/verify/ledger-summary.ts";
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

const keysIn = async (
  { files, commit, instead }: WholeLedger,
  folders: readonly string[],
): Promise<readonly SubmissionKey[]> => {
  const kept = (await files.list(commit, folders)).filter((path) => !instead.has(path));
  const isHere = (path: string): boolean => folders.some((folder) => path.startsWith(folder));
  const put = [...instead].flatMap(([path, text]) => (text === undefined || !isHere(path) ? [] : [path]));
  return [...kept, ...put].flatMap((path) => keyOfPath(path) ?? []).toSorted(compareText);
};

/** So many are read at one time: few enough that what is read of them is gone before Node's memory grows for it. */
const together = 100;

/** Every submission with its tag, read some at a time: what is kept of each is little. */
export const summarizeLedger = async (whole: WholeLedger, tags: TagList): Promise<LedgerSummary> => {
  const summary = emptySummary();
  const strange = new Set(tags.names);
  for (const folders of lotsOfSubmissions)
    for (const part of byParts(await keysIn(whole, folders), together)) {
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
  const large = (await whole.files.tooLarge(whole.commit)).filter(({ path }) => !whole.instead.has(path));
  const texts = await textsAt(whole, [foundationPath, mainPath, endedPath, ...lists.map(({ path }) => path)]);
  return [
    ...firstFaults(texts.get(foundationPath), texts.get(mainPath)),
    ...summary.faults,
    ...madeFaults(texts, lists, summary),
    ...sharedSeeds(summary.seeds),
    ...large.map(({ path, bytes }) => `${path} has ${bytes} bytes, more than ${largestLedgerFile}: no pass reads it`),
  ];
};
