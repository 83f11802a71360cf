import { priorityColumn } from "../../production/run-row.ts";
import { isMapping } from "../../text/mapping.ts";
import { readTable } from "../../text/read-table.ts";
import { readYaml } from "../../text/read-yaml.ts";
import { type LineFault, type RowAt, readRow, type Word } from "./run-lines.ts";

/** Runs as a database or a person gives them, in the columns of the list that they are for. */
export type GivenRuns = { readonly rows: readonly RowAt[]; readonly faults: readonly LineFault[] };

type GivenLine = { readonly line: number; readonly words: readonly Word[] };
/** `columns`: as what was given names them; `undefined`: it names none. */
type GivenLines = {
  readonly columns: GivenLine | undefined;
  readonly lines: readonly GivenLine[];
  readonly faults: readonly LineFault[];
};

/**
 * JSON (a list of numbers, or of objects), CSV, psql's table or its `-At`, or one run a line. `columns` are those of
 * the list apart from the run.
 */
export const readGivenRuns = (text: string, columns: readonly string[]): GivenRuns => {
  const { columns: named, lines, faults } = linesOf(text);
  if (faults.length > 0) return { rows: [], faults };
  const names = named?.words.map((word) => ({ ...word, text: runColumn(word.text) })) ?? [];
  // Databases know nothing of it.
  const saysPriority = names.some(({ text: name }) => name === priorityColumn);
  const wanted = ["run", ...columns.filter((name) => name !== priorityColumn || saysPriority)];
  const twice = names.find(({ text }, index) => names.findIndex((word) => word.text === text) < index);
  if (twice !== undefined && named !== undefined)
    return badColumn({ line: named.line, col: twice.col, message: `The column "${twice.text}" is there twice.` });
  const strange = names.filter((word) => !wanted.includes(word.text));
  const missing = named === undefined ? [] : wanted.filter((name) => names.every((word) => word.text !== name));
  const [odd] = strange;
  if (named !== undefined && (odd !== undefined || missing.length > 0))
    return badColumn({
      line: named.line,
      col: odd?.col ?? 1,
      message:
        odd === undefined
          ? `There is no column "${missing.join('", "')}", which the list has.`
          : `The list has no column "${odd.text}".`,
      hint: `give ${wanted.join(", ")}`,
    });
  const read = lines.map(({ line, words }) => readRow(inOrder(words, names, wanted), wanted, line));
  return {
    rows: read.flatMap((one) => ("code" in one ? [] : [one])),
    faults: read.flatMap((one) => ("code" in one ? [one] : [])),
  };
};

const badColumn = (fault: Omit<LineFault, "code">): GivenRuns => ({
  rows: [],
  faults: [{ code: "bad-run-column", ...fault }],
});

/** sPHENIX's run database calls the run so. */
const runColumn = (column: string): string => (column === "runnumber" ? "run" : column);

/** Words beyond the named columns stay at the end, so that they are reported. */
const inOrder = (words: readonly Word[], names: readonly Word[], wanted: readonly string[]): readonly Word[] =>
  names.length === 0
    ? words
    : [
        ...wanted.flatMap((name) => words[names.findIndex((word) => word.text === name)] ?? []),
        ...words.slice(names.length),
      ];

const linesOf = (text: string): GivenLines => {
  if (/^\s*\[/.test(text)) return jsonLines(text);
  if (/^\s*\{/.test(text))
    return {
      columns: undefined,
      lines: [],
      faults: [fault(1, "JSON of runs is one list, in square brackets, of numbers or of objects.")],
    };
  const lines = text.split(/\r?\n/);
  const rule = lines.findIndex((line) => /^-[-+]*$/.test(line));
  if (rule > 0) return tableLines(lines, rule);
  if (lines.some((line) => line.includes(","))) return csvLines(text);
  return withHeader(
    lines.map((line, index) => ({ line: index + 1, words: wordsIn(line.replace(/#.*/, ""), /[^ \t|]+/g) })),
  );
};

const withHeader = (lines: readonly GivenLine[]): GivenLines => {
  const [first, ...rest] = lines.filter(({ words }) => words.length > 0);
  return first !== undefined && first.words.some(({ text }) => runColumn(text) === "run")
    ? { columns: first, lines: rest, faults: [] }
    : { columns: undefined, lines: first === undefined ? [] : [first, ...rest], faults: [] };
};

const wordsIn = (line: string, word: RegExp): readonly Word[] =>
  [...line.matchAll(word)].map((match) => ({ text: match[0], col: match.index + 1 }));

/** Title, rule, rows, and at the end how many rows there are: where it says another number, the table was cut. */
const tableLines = (lines: readonly string[], rule: number): GivenLines => {
  const cells = (index: number): GivenLine => ({ line: index + 1, words: wordsIn(lines[index] ?? "", /[^ \t|]+/g) });
  const last = lines.findIndex((line, index) => index > rule && /^\(\d+ rows?\)$/.test(line));
  const rows = lines.flatMap((line, index) =>
    index > rule && (last === -1 || index < last) && line.trim() !== "" ? [cells(index)] : [],
  );
  const count = Number(/\d+/.exec(lines[last] ?? "")?.[0] ?? rows.length);
  const beyond = last === -1 ? -1 : lines.findIndex((line, index) => index > last && line.trim() !== "");
  return {
    columns: cells(rule - 1),
    lines: rows,
    faults: [
      ...(count === rows.length
        ? []
        : [fault(last + 1, `The table has ${rows.length} rows, and its last line says ${count}.`)]),
      ...(beyond === -1 ? [] : [fault(beyond + 1, "Something stands behind the last line of the table.")]),
    ],
  };
};

const fault = (line: number, message: string, col = 1): LineFault => ({ code: "bad-run-list", line, col, message });

const csvLines = (text: string): GivenLines => {
  const read = readTable(new TextEncoder().encode(text), maxLines);
  if (read.kind === "unreadable")
    return {
      columns: undefined,
      lines: [],
      faults: [fault(read.place.line, `The table ${read.message}.`, read.place.col)],
    };
  return withHeader(
    read.records.map((record) => ({
      line: record[0]?.line ?? 1,
      words: record.map((cell) => ({ text: cell.text.trim(), col: cell.col })),
    })),
  );
};
const maxLines = 20_000;

/** JSON is YAML, and the reader of YAML knows places. */
const jsonLines = (text: string): GivenLines => {
  const nothing = { columns: undefined, lines: [] };
  const read = readYaml("", new TextEncoder().encode(text));
  if (read.kind === "unreadable")
    return { ...nothing, faults: read.problems.map(({ line, col, message }) => fault(line, message, col)) };
  const items: readonly unknown[] = Array.isArray(read.value) ? read.value : [];
  const keys = [...new Set(items.flatMap((item) => (isMapping(item) ? Object.keys(item) : [])))];
  const [first] = items;
  const lines = items.map((item, index): GivenLine => {
    const { line, col } = read.places.at([index]);
    if (!isMapping(item)) return { line, words: [{ text: wordOf(item), col }] };
    const words = keys.map((key) => ({ text: wordOf(item[key]), col: read.places.at([index, key]).col }));
    return { line, words };
  });
  const mixed = items.findIndex((item) => isMapping(item) !== isMapping(first));
  if (mixed !== -1)
    return { ...nothing, faults: [fault(lines[mixed]?.line ?? 1, "Runs are all numbers, or all objects.")] };
  if (!isMapping(first)) return { columns: undefined, lines, faults: [] };
  const { line, col } = read.places.at([0]);
  return { columns: { line, words: keys.map((key) => ({ text: key, col })) }, lines, faults: [] };
};

/** As it will be read again; a value that is no number is reported by its text. */
const wordOf = (value: unknown): string =>
  value === undefined ? "nothing" : typeof value === "string" ? value : JSON.stringify(value);
