import { type Copy, requestName, textOf } from "./copy.ts";
import type { Slipped } from "./slip.ts";

export type Line = { readonly file: string; readonly line: number };

/**
 * Where a reader looks for a slip: the lines that changed with the one above and below, the key under which they
 * stand, and lines that hold a word of what was changed. 1-based.
 */
export const isAccepted = (before: Copy, { copy, words }: Slipped): ((line: Line) => boolean) => {
  const changed = new Map<string, { readonly first: number; readonly last: number }>();
  for (const file of new Set([requestName, ...before.files.keys(), ...copy.files.keys()])) {
    const range = changedLines(textOf(before, file), textOf(copy, file));
    if (range !== undefined) changed.set(file, range);
  }
  return ({ file, line }) => {
    const range = changed.get(file);
    if (range !== undefined && range.first <= line && line <= range.last) return true;
    if (range !== undefined && isHeading(textOf(copy, file), line, range.first)) return true;
    const text = textOf(copy, file).split("\n")[line - 1] ?? "";
    return words.some((word) => text.includes(word));
  };
};

/** The key under which a line stands: `simulate:` above its `jobs`. */
const isHeading = (text: string, line: number, changed: number): boolean => {
  const lines = text.split("\n");
  const indentOf = (at: number): number => (lines[at - 1] ?? "").search(/\S/);
  let heading = changed;
  while (heading > 1 && (indentOf(heading) === -1 || indentOf(heading) >= Math.max(1, indentOf(changed)))) heading--;
  return line === heading;
};

const changedLines = (before: string, after: string): { first: number; last: number } | undefined => {
  if (before === after) return undefined;
  const [old, now] = [before.split("\n"), after.split("\n")];
  let head = 0;
  while (head < Math.min(old.length, now.length) && old[head] === now[head]) head++;
  let tail = 0;
  while (tail < Math.min(old.length, now.length) - head && old.at(-1 - tail) === now.at(-1 - tail)) tail++;
  const [first, last] = [head + 1, now.length - tail];
  return { first: first - 1, last: Math.max(first, last + 1) };
};
