import { parseDocument } from "yaml";
import type { Place } from "./places.ts";

type Moved = { readonly message: string; readonly place: Place };

/** Longer files are not read again to find out. */
const maxTriedLength = 64 * 1024;

/**
 * The line that lost its place, where readers complain of a later one: what is below it, or the line that continues it,
 * begins where its neighbours above do. It is reported when the file can be read with it there.
 */
export const lineOutOfPlace = (text: string, complaint: number): Moved | undefined => {
  if (text.length > maxTriedLength || /^ *\t/m.test(text)) return undefined;
  const lines = text.split(/\r?\n/);
  for (const { index, to } of suspects(lines, complaint - 1)) {
    const [line = "", from] = [lines[index], indentOf(lines[index])];
    if (!isReadable(lines.with(index, `${" ".repeat(to)}${line.trimStart()}`).join("\n"))) continue;
    const blanks = Math.abs(to - from) === 1 ? "1 blank" : `${Math.abs(to - from)} blanks`;
    return {
      message: `This line begins in column ${from + 1}, and its neighbours in column ${to + 1}: ${to > from ? "write" : "take away"} ${blanks} in front of it.`,
      place: { line: index + 1, col: from + 1 },
    };
  }
  return undefined;
};

type Suspect = { readonly index: number; readonly to: number };

/** The line complained of, with what follows it; and the nearest line above that begins further left. */
const suspects = (lines: readonly string[], at: number): readonly Suspect[] => {
  const here = indentOf(lines[at]);
  const next = lines.findIndex((line, index) => index > at && !isBlank(line));
  const above = lines.findLastIndex((line, index) => index < at && !isBlank(line) && indentOf(line) < here);
  return [
    ...(above === -1 ? [] : [{ index: above, to: here }]),
    ...(next === -1 || indentOf(lines[next]) <= here ? [] : [{ index: at, to: indentOf(lines[next]) }]),
    ...(above === -1 ? [] : [{ index: at, to: indentOf(lines[above]) }]),
  ].filter(({ index, to }) => hasNeighbour(lines, index, to));
};

/** A line above begins in this column, and none between them begins further left. */
const hasNeighbour = (lines: readonly string[], index: number, column: number): boolean => {
  const above = lines.findLastIndex((line, at) => at < index && !isBlank(line) && indentOf(line) <= column);
  return above !== -1 && indentOf(lines[above]) === column;
};

const indentOf = (line = ""): number => line.length - line.trimStart().length;
const isBlank = (line: string): boolean => /^\s*(#|$)/.test(line);
const isReadable = (text: string): boolean =>
  parseDocument(text, { prettyErrors: false, uniqueKeys: false, logLevel: "error" }).errors.length === 0;
