import { noneEnded } from "../ledger/ended-list.ts";
import type { SubmissionKey } from "../ledger/event.ts";
import { writeFoundation } from "../ledger/ledger-header.ts";
import { foundationPath, keyOfPath, mainPath, readLines } from "../ledger/line.ts";
import { readSubmission } from "../ledger/submission-file.ts";
import { pagesOf, takeSeeds, watchedAfter } from "../view/ledger/pages.ts";
import { endedAfter } from "../view/ledger/recently-ended.ts";
import { readWhole } from "./read-ledger.ts";

type Texts = ReadonlyMap<string, string>;

/**
 * What SHREK wrote last, and the events that somebody else added after it. Events are only ever added: a commit of ours
 * that somebody amended still counts, and so does a file by which a person replaced a broken one.
 */
export const keepGrown = (ours: Texts, now: Texts): Texts =>
  new Map([
    ...ours,
    ...[...now].filter(([path, text]) => {
      const before = ours.get(path);
      return isReadable(path, text) && (before === undefined || text.startsWith(before) || !isReadable(path, before));
    }),
  ]);

const isReadable = (path: string, text: string): boolean => {
  const key = keyOfPath(path);
  if (key !== undefined) return readSubmission(key, text).kind === "read";
  return path === mainPath && readLines(text).kind === "read";
};

const decoder = new TextDecoder();

/** The files that are made from the events, made again. A page is only made for what was restored. */
export const madeAgain = (texts: Texts, restored: readonly SubmissionKey[], repository: string | undefined): Texts => {
  const { foundation, states } = readWhole(texts);
  const touched = new Map([...states].filter(([key]) => restored.includes(key)));
  const past = endedAfter(noneEnded, states);
  const made = pagesOf(states, touched, takeSeeds(new Map(), states), {
    watched: watchedAfter([], states),
    ended: past.ended,
  });
  const pages = [...past.files, ...made];
  const first =
    foundation === undefined && repository !== undefined
      ? [[foundationPath, writeFoundation({ format: 1, repository })] as const]
      : [];
  return new Map([...texts, ...first, ...pages.map(({ path, bytes }) => [path, decoder.decode(bytes)] as const)]);
};
