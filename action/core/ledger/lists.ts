import type { SubmissionKey } from "./event.ts";
import { isKey } from "./paths.ts";

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
