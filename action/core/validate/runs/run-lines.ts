import type { ProblemCode } from "../../problems/problem.ts";
import { highestRun, type Period, priorityColumn, type RunRow, runColumns } from "../../production/run-row.ts";
import { type ListHead, readListHead } from "../../text/list-head.ts";
import { suggestName } from "../../text/nearest-name.ts";
import { priorities } from "../../text/priorities.ts";
/** Lines and columns are 1-based. */
export type RowAt = RunRow & { readonly line: number; readonly col: number };
export type LineFault = {
  readonly code: ProblemCode;
  readonly line: number;
  readonly col: number;
  readonly message: string;
  readonly hint?: string;
};
export type RunLines = {
  /** Where the list comes from, if it says so. */
  readonly head: ListHead | undefined;
  /** Its columns apart from the run, and the line that names them; 1 where none does. */
  readonly columns: readonly string[];
  readonly header: number;
  readonly rows: readonly RowAt[];
  readonly faults: readonly LineFault[];
};
/** As of the option of steps (PANDA P5). */
const allColumns: readonly string[] = [...runColumns, priorityColumn];
const highestValue = 999_999_999_999;

/** One run a line, `#` comments, and with a first line `run segments events` a number for each of these columns. */
export const readRunLines = (bytes: Uint8Array): RunLines => {
  const text = decodedList(bytes);
  if (typeof text !== "string") return { head: undefined, columns: [], header: 1, rows: [], faults: [text] };
  const rows: RowAt[] = [];
  const { head, faults: faultsOfHead } = readListHead(text);
  const faults: LineFault[] = [...faultsOfHead];
  let header: readonly string[] | undefined;
  let named = 1;
  for (const [index, written] of text.split("\n").entries()) {
    const words = lineWords(written);
    if (words.length === 0) continue;
    const isFirst = header === undefined && rows.length === 0;
    if (isFirst && words[0]?.text === "run") {
      header = words.map((word) => word.text);
      named = index + 1;
      faults.push(...headerFaults(words.slice(1), index + 1));
      continue;
    }
    const read = readRow(words, header ?? ["run"], index + 1);
    if ("code" in read) faults.push(read);
    else rows.push(read);
  }
  return { head, columns: header?.slice(1) ?? [], header: named, rows, faults };
};

export type Word = { readonly text: string; readonly col: number };

/** Without the comment, split at blanks. */
const lineWords = (line: string): readonly Word[] =>
  [...line.replace(/#.*/, "").matchAll(/[^ \t]+/g)].map((match) => ({ text: match[0], col: match.index + 1 }));

const decodedList = (bytes: Uint8Array): string | LineFault => {
  const fault = (line: number, col: number, message: string, hint: string): LineFault => ({
    code: "bad-run-list",
    line,
    col,
    message,
    hint,
  });
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf)
    return fault(1, 1, "The list begins with a byte order mark.", "save it as UTF-8 without BOM");
  const text = decode(bytes);
  if (text === undefined) return fault(1, 1, "The list is not UTF-8 text.", "save it as plain text");
  const at = text.indexOf("\r");
  if (at < 0) return text;
  const before = text.slice(0, at).split("\n");
  const col = (before.at(-1)?.length ?? 0) + 1;
  return fault(before.length, col, "Lines of the list end with a carriage return.", "save it with Unix line ends");
};

const decode = (bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
};

const headerFaults = (words: readonly Word[], line: number): readonly LineFault[] =>
  words.flatMap(({ text, col }, index) => {
    const known = allColumns.includes(text);
    if (known && words.findIndex((word) => word.text === text) === index) return [];
    const message = known ? `The column "${text}" is there twice.` : `A list has no column "${text}".`;
    const hint = known ? undefined : suggestName(text, allColumns);
    return [{ code: "bad-run-column", line, col, message, ...(hint === undefined ? {} : { hint }) } as const];
  });

/** A run and a number for each other column that `header` names. */
export const readRow = (words: readonly Word[], header: readonly string[], line: number): RowAt | LineFault => {
  const [first, ...rest] = words;
  if (first === undefined) throw new Error("a line without words is no row");
  const wrong = noRun(words, first) ?? tooMany(words, header);
  if (wrong !== undefined) return faultAt(line, wrong);
  const run = Number(first.text);
  const columns: Record<string, number> = {};
  for (const [index, name] of header.slice(1).entries()) {
    const word = rest[index];
    if (word === undefined)
      return faultAt(line, { code: "bad-run-column", at: first, message: `The run ${run} has no "${name}".` });
    const { least, most } = name === priorityColumn ? priorities : { least: 0, most: highestValue };
    const value = /^(?:0|[1-9][0-9]*)$/.test(word.text) ? Number(word.text) : -1;
    if (value < least || value > most) {
      const message =
        name === priorityColumn
          ? `"${word.text}" is not a priority, ${least} to ${most}.`
          : `"${word.text}" is not a number of ${name}, ${least} to ${most}.`;
      return faultAt(line, { code: "bad-run-column", at: word, message });
    }
    columns[name] = value;
  }
  const { [priorityColumn]: priority, ...content } = columns;
  return { run, columns: content, ...(priority === undefined ? {} : { priority }), line, col: first.col };
};

/** What is wrong with a line, at one of its words. */
type WordFault = Omit<LineFault, "line" | "col"> & { readonly at: Word };

const faultAt = (line: number, { at: { col }, ...wrong }: WordFault): LineFault => ({ ...wrong, line, col });

/** Why a line does not begin with the number of a run. */
const noRun = (words: readonly Word[], first: Word): WordFault | undefined => {
  const whole = words.map(({ text }) => text).join(" ");
  const bad = (message: string, hint?: string): WordFault => ({
    code: "bad-run",
    at: first,
    message,
    ...(hint === undefined ? {} : { hint }),
  });
  if (/^\(\d+ rows?\)$/.test(whole)) return bad(`"${whole}" is the last line of psql, and no run.`, psql);
  if (/^[-+]+$/.test(whole) || words.some(({ text }) => text === "|"))
    return bad(`"${whole}" is a line of psql's table, and no run.`, psql);
  if (!/^[1-9][0-9]*$/.test(first.text)) {
    const unpadded = /^0+([1-9][0-9]*)$/.exec(first.text)?.[1];
    const hint =
      unpadded ?? (/^(run|\d+)[,;-]/.test(first.text) ? "one run a line, and blanks between columns" : undefined);
    return bad(`"${first.text}" is not a run number.`, hint);
  }
  return Number(first.text) > highestRun
    ? bad(`${first.text} has more than 8 digits, and is no run number.`)
    : undefined;
};

/** Values after those that the first line of the list names. */
const tooMany = (words: readonly Word[], header: readonly string[]): WordFault | undefined => {
  const [more] = words.slice(header.length);
  if (more === undefined) return undefined;
  if (header.length > 1) {
    const message = `The line has ${words.length} values; the first line names ${header.length}.`;
    return { code: "bad-run-column", at: more, message };
  }
  return {
    code: "bad-run",
    at: more,
    message: `Behind the run ${Number(words[0]?.text)} stands "${more.text}".`,
    hint: `one run a line; columns need the first line "run ${runColumns.join(" ")}"`,
  };
};

const psql = "psql -At prints the rows alone";

export const outsidePeriod = (
  { run, line, col }: Pick<RowAt, "run" | "line" | "col">,
  { first, last }: Period,
): readonly LineFault[] =>
  run >= first && run <= last
    ? []
    : [
        {
          code: "run-outside-period",
          line,
          col,
          message: `The run ${run} is not of this period, which the conventions give as ${first} to ${last}.`,
        },
      ];
