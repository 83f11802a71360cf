import { sha256 } from "../text/canonical-json.ts";
import { keepLast } from "../text/once.ts";
import { isOfMain, type KeyParts, type LedgerEvent, partsOfKey, type SubmissionKey, submissionKey } from "./event.ts";

/** `at`: since when it has this state, as its events say. */
export type EndedOne = readonly [key: SubmissionKey, kind: string, at: string];

/** What has ended, for the pages of the ledger; nothing is decided by it. */
export type EndedList = {
  readonly last: readonly EndedOne[];
  /** How many pages of earlier ones each month has. */
  readonly months: readonly (readonly [month: string, pages: number])[];
};

export const noneEnded: EndedList = { last: [], months: [] };

export const mainPath = "main.jsonl";
export const foundationPath = "ledger.json";
export const livePath = "live.json";
export const watchedPath = "watched.json";
export const endedPath = "ended.json";

export const submissionsFolder = "submissions/";

/** One of 256: what would grow with the number of submissions is cut by this, so that a commit writes little of it. */
export const partOf = (name: string): string => sha256(name).slice(0, 2);
export const allParts: readonly string[] = Array.from({ length: 256 }, (_, n) => n.toString(16).padStart(2, "0"));

/** All submissions, in sixteen lots of folders: what is known of one lot can be forgotten before the next. */
export const lotsOfSubmissions: readonly (readonly string[])[] = Object.values(
  Object.groupBy(allParts, (part) => part.slice(0, 1)),
).map((parts = []) => parts.map((part) => `${submissionsFolder}${part}/`));

/** The last seed that each stream of a part gave away. All parts are there from the beginning, so a lost one is seen. */
export const streamsPath = (part: string): string => `streams/${part}.json`;
/** What became of orders of trials. */
export const trialsPath = (confirms: string): string => `trials/${partOf(confirms)}.jsonl`;
/** Which submission has which content. */
export const contentsPath = (part: string): string => `contents/${part}.json`;

/** One level more: each commit of a wave writes the folders above eight tags. */
export const folderOfTag = (tag: string): string =>
  folderKept(tag, () => {
    const digits = sha256(tag);
    return `${submissionsFolder}${digits.slice(0, 2)}/${digits.slice(2, 3)}/${tag}/`;
  });

/** Thousands of runs of one tag stand one behind the other. */
const folderKept = keepLast<string>();

/** Runs stand by the hundred: that of 53877 is `538xx/`. */
const folderOf = ({ tag, version, run }: KeyParts): string =>
  `${folderOfTag(tag)}${version}/${run === undefined ? "" : `${Math.floor(run / 100)}xx/`}`;

export const eventsPath = (key: SubmissionKey): string => {
  const parts = partsOfKey(key);
  return `${folderOf(parts)}${parts.run ?? 0}.jsonl`;
};
/** The files that an event is added to. */
export const pathsOfEvent = (event: LedgerEvent): readonly string[] => {
  if (!isOfMain(event)) return [eventsPath(event.key)];
  return event.event === "trial-answered" ? [mainPath, trialsPath(event.confirms)] : [mainPath];
};
export const pagePath = (key: SubmissionKey): string => {
  const parts = partsOfKey(key);
  return `${folderOf(parts)}${parts.run ?? "README"}.md`;
};

/** Its card, for programs; people read it on the page. */
export const cardPath = (key: SubmissionKey): string => pagePath(key).replace(/md$/, "json");

export const isKey = (text: string): text is SubmissionKey => /^[A-Za-z0-9._-]+\/[A-Za-z0-9._-]+\/\d+$/.test(text);

export const keyOfPath = (path: string): SubmissionKey | undefined => {
  const [, , , tag, version, ...below] = path.split("/");
  const key = submissionKey(String(tag), String(version), Number.parseInt(String(below.at(-1))));
  return isKey(key) && eventsPath(key) === path ? key : undefined;
};

/** Which submissions came to main with a commit, for the comment on its pull request. */
export const broughtPath = (commit: string): string => `brought/${commit.slice(0, 2)}/${commit}.json`;

/** One entry a line, so that git's deltas stay small. */
export const writeList = (entries: readonly unknown[]): string =>
  entries.length === 0 ? "[]\n" : `[\n${entries.map((entry) => JSON.stringify(entry)).join(",\n")}\n]\n`;

/** `undefined`: SHREK did not write it. */
export const readKeys = (text: string): readonly SubmissionKey[] | undefined => readList(text, isKeyText);

export const readStreams = (text: string): readonly (readonly [string, number])[] | undefined =>
  readList(text, (one): one is [string, number] => isPair(one, isText, Number.isSafeInteger));

/** The digest of a content, and a submission that has it. */
export const readContents = (text: string): readonly (readonly [string, SubmissionKey])[] | undefined =>
  readList(text, (one): one is [string, SubmissionKey] => isPair(one, isText, isKeyText));

const isText = (one: unknown): one is string => typeof one === "string";
const isKeyText = (one: unknown): one is SubmissionKey => isText(one) && isKey(one);

type Test = (one: unknown) => boolean;
const isPair = (one: unknown, isFirst: Test, isSecond: Test): boolean =>
  Array.isArray(one) && one.length === 2 && isFirst(one[0]) && isSecond(one[1]);

const readList = <T>(text: string, isOne: (one: unknown) => one is T): readonly T[] | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every(isOne) ? value : undefined;
  } catch {
    return undefined;
  }
};
