import { type ErrorCode, parseDocument } from "yaml";
import type { Place } from "./places.ts";
import { unseenBlank } from "./unseen.ts";
import type { Complaint } from "./yaml-text.ts";

type Slip = { readonly message: string; readonly place: Place };

/** What broke a file that no reader can follow, where its lines show it better than the readers' complaints do. */
export const slipIn = (text: string, { message, place, code }: Complaint): Slip | undefined => {
  const lines = text.split(/\r?\n/);
  return (
    conflictIn(lines) ??
    oddCharacter(lines) ??
    unseenBlank(lines) ??
    (!(code === undefined ? message.includes("indentation") : ofLayout.has(code))
      ? undefined
      : (tabBehindColon(lines) ?? bodyNotIndented(lines) ?? lineOutOfPlace(text, place.line)))
  );
};

/** What a reader says where a line may begin in a wrong column. A key that appears twice, say, is none of them. */
const ofLayout: ReadonlySet<ErrorCode> = new Set([
  "BAD_INDENT",
  "BLOCK_AS_IMPLICIT_KEY",
  "IMPOSSIBLE",
  "MISSING_CHAR",
  "MULTILINE_IMPLICIT_KEY",
  "TAB_AS_INDENT",
  "UNEXPECTED_TOKEN",
]);

/** Characters that readers take for letters, or for blanks of a strange width, and complain of something else. */
const oddCharacter = (lines: readonly string[]): Slip | undefined => {
  const [first = ""] = lines;
  const alone = first.indexOf("\r");
  if (alone !== -1)
    return {
      message: "Lines end with a carriage return alone, so that all of it is one line: save it with Unix line ends.",
      place: { line: 1, col: alone + 1 },
    };
  const at = lines.findIndex((line) => line.includes("\0"));
  return at === -1
    ? undefined
    : { message: "A NUL byte stands here.", place: { line: at + 1, col: (lines[at]?.indexOf("\0") ?? 0) + 1 } };
};

const tabBehindColon = (lines: readonly string[]): Slip | undefined => {
  const tabbed = lines.findIndex((line) => /^ *[\w"'-]+:\t/.test(line));
  return tabbed === -1
    ? undefined
    : {
        message: "A tab stands behind the colon: write a blank.",
        place: { line: tabbed + 1, col: (lines[tabbed]?.indexOf("\t") ?? 0) + 1 },
      };
};

const conflictIn = (lines: readonly string[]): Slip | undefined => {
  const at = lines.findIndex((line) => /^<{7}(?: |$)/.test(line));
  return at === -1 || !lines.some((line) => /^>{7}(?: |$)/.test(line))
    ? undefined
    : {
        message:
          "A merge conflict was committed here: keep one of the two versions and remove the lines <<<<<<<, ======= and >>>>>>>.",
        place: { line: at + 1, col: 1 },
      };
};

const blockKey = /^( *)(?:- )?([A-Za-z]\w*): *[|>][-+0-9]* *$/;
const nextKey = /^ *(?:- |[\w"'.-]+ *:(?: |$)|#|---|\.\.\.)/;

/** `run: |`, and its commands begin in the column of `run`. */
const bodyNotIndented = (lines: readonly string[]): Slip | undefined => {
  for (const [index, line] of lines.entries()) {
    const [, indent, key] = blockKey.exec(line) ?? [];
    if (indent === undefined || key === undefined) continue;
    const below = lines.findIndex((next, at) => at > index && next.trim() !== "");
    const body = lines[below];
    if (body === undefined || nextKey.test(body)) continue;
    const col = body.search(/\S/);
    if (col <= indent.length)
      return {
        message: `This line belongs to \`${key}\` above it and must be indented further than \`${key}\`.`,
        place: { line: below + 1, col: col + 1 },
      };
  }
  return undefined;
};

type Moved = { readonly message: string; readonly place: Place };

/** Longer files are not read again to find out. */
const maxTriedLength = 64 * 1024;

/**
 * The line that lost its place, where readers complain of a later one: what is below it, or the line that continues it,
 * begins where its neighbours above do. It is reported when the file can be read with it there.
 */
const lineOutOfPlace = (text: string, complaint: number): Moved | undefined => {
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

/** The only line between one that begins further left and the line complained of; that line, with what follows it; and the nearest above that begins further left. */
const suspects = (lines: readonly string[], at: number): readonly { readonly index: number; readonly to: number }[] => {
  const here = indentOf(lines[at]);
  const next = lines.findIndex((line, index) => index > at && !isBlank(line));
  const above = lines.findLastIndex((line, index) => index < at && !isBlank(line) && indentOf(line) < here);
  const between = lines.flatMap((line, index) => (index > above && index < at && !isBlank(line) ? [index] : []));
  const others = [
    ...(above === -1 ? [] : [{ index: above, to: here }]),
    ...(next === -1 || indentOf(lines[next]) <= here ? [] : [{ index: at, to: indentOf(lines[next]) }]),
    ...(above === -1 ? [] : [{ index: at, to: indentOf(lines[above]) }]),
  ].filter(({ index, to }) => hasNeighbour(lines, index, to));
  return [...(between.length === 1 ? between.map((index) => ({ index, to: here })) : []), ...others];
};

/** A line above begins in this column, and none between them begins further left. */
const hasNeighbour = (lines: readonly string[], index: number, column: number): boolean => {
  const above = lines.findLastIndex((line, at) => at < index && !isBlank(line) && indentOf(line) <= column);
  return above !== -1 && indentOf(lines[above]) === column;
};

const indentOf = (line = ""): number => line.length - line.trimStart().length;
const isBlank = (line: string): boolean => /^\s*(#|$)/.test(line);
const isReadable = (text: string): boolean =>
  parseDocument(text, { prettyErrors: false, logLevel: "error" }).errors.length === 0;
