import type { SubmissionKey } from "../ledger/event.ts";
import { allParts, type EndedList, endedPath, noneEnded } from "../ledger/paths.ts";
import { contentsFiles, contentsOf, streamFiles, takeSeeds } from "../ledger/streams.ts";
import type { SubmissionState } from "../submission/state.ts";
import type { SourceFile } from "../text/source-file.ts";
import { followedLists, pagesOf } from "../view/ledger/pages.ts";
import { endedWith, readEnded, shownEnded } from "../view/ledger/recently-ended.ts";
import type { LedgerSummary } from "./ledger-summary.ts";

/** The lists that are made of all events, but for that of what has ended. */
export const madeLists = ({ live, watched, seeds, contents }: LedgerSummary): readonly SourceFile[] => [
  ...followedLists([...live.keys()], watched),
  ...streamFiles(
    takeSeeds(
      new Map(),
      seeds.map(({ range }) => range),
    ),
    allParts,
  ),
  ...contentsFiles(contentsOf(contents)),
];

const endedIn = ({ ended }: LedgerSummary) => endedWith(noneEnded, new Set(), ended);

/** They are made again; a page of a submission only for what was restored. */
export const madeFiles = (
  summary: LedgerSummary,
  restored: ReadonlyMap<SubmissionKey, SubmissionState>,
): readonly SourceFile[] => {
  const past = endedIn(summary);
  const { live, watched } = summary;
  return [...past.files, ...pagesOf(live, restored, { watched, ended: past.ended }), ...madeLists(summary)];
};

const decoder = new TextDecoder();

/** Do the made files say what the events say? `texts`: of the paths of `lists` and of the list of what has ended. */
export const madeFaults = (
  texts: ReadonlyMap<string, string | undefined>,
  lists: readonly SourceFile[],
  summary: LedgerSummary,
): readonly string[] => [
  ...lists.flatMap(({ path, bytes }) => fault(path, texts.get(path), (text) => text === decoder.decode(bytes))),
  ...endedFaults(texts.get(endedPath), endedIn(summary).ended),
];

/** Of the list only the last ones are compared: when earlier ones went to their pages depends on how many ended at once. */
const endedFaults = (text: string | undefined, { last }: EndedList): readonly string[] => {
  if (text === undefined && last.length === 0) return [];
  const shown = JSON.stringify(last.slice(0, shownEnded));
  return fault(endedPath, text, (there) => JSON.stringify(readEnded(there)?.last.slice(0, shownEnded)) === shown);
};

const fault = (path: string, text: string | undefined, isRight: (text: string) => boolean): readonly string[] =>
  text === undefined ? [`${path} is missing`] : isRight(text) ? [] : [`${path} does not match the events`];
