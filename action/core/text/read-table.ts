import { CsvError, parse } from "csv-parse/sync";
import type { Place } from "./places.ts";

/** A value of a table, and where its text begins. */
export type Cell = Place & { readonly text: string; readonly quoted: boolean };

export type TableRead =
  | { readonly kind: "read"; readonly records: readonly (readonly Cell[])[] }
  | { readonly kind: "unreadable"; readonly place: Place; readonly message: string; readonly hint?: string };

/**
 * A table as RFC 4180 has it: commas, quotes, lines that end in LF or CRLF. A byte order mark and empty lines at the end
 * are no content, nor are the first `above` lines. At most `maxRecords` records are read.
 */
export const readTable = (bytes: Uint8Array, maxRecords: number, above = 0): TableRead => {
  const whole = new TextDecoder().decode(bytes);
  const text = whole.slice(lineStart(whole, above));
  const read = readText(text, maxRecords, above);
  return read.kind === "read" ? read : { ...read, place: { ...read.place, line: read.place.line + above } };
};

const readText = (text: string, maxRecords: number, above: number): TableRead => {
  const broken = text.indexOf("\ufffd");
  if (broken !== -1)
    return {
      kind: "unreadable",
      place: placeIn(text, broken),
      message: "is not text in UTF-8",
      hint: "save it as CSV in UTF-8",
    };
  const quoted = new Set<string>();
  try {
    const records = parse(text, {
      relax_column_count: true,
      record_delimiter: ["\r\n", "\n"],
      to: maxRecords,
      cast: (value, { quoting, records: record, index }) => {
        if (quoting) quoted.add(`${record} ${index}`);
        return value;
      },
    });
    return { kind: "read", records: placed(withoutLastLines(records), quoted, above + 1) };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return unreadable(error, text);
  }
};

const withoutLastLines = (records: readonly (readonly string[])[]): readonly (readonly string[])[] =>
  records.slice(0, records.findLastIndex((record) => record.length > 1 || record[0] !== "") + 1);

/** A value is written plainly, or in quotes with each of its own doubled; so its place is the sum of those before it. */
const placed = (
  records: readonly (readonly string[])[],
  quoted: ReadonlySet<string>,
  first: number,
): readonly (readonly Cell[])[] => {
  let line = first;
  return records.map((record, number) => {
    let col = 1;
    return record.map((text, index): Cell => {
      const isQuoted = quoted.has(`${number} ${index}`);
      const cell = { text, quoted: isQuoted, line, col };
      const lines = text.split("\n");
      const last = lines.at(-1) ?? "";
      col = (lines.length === 1 ? col : 1) + lengthOf(last, isQuoted, lines.length === 1) + 1;
      line += lines.length - 1;
      if (index === record.length - 1) line++;
      return cell;
    });
  });
};

const lengthOf = (text: string, quoted: boolean, whole: boolean): number =>
  quoted ? text.replaceAll('"', '""').length + (whole ? 2 : 1) : text.length;

const faults: Readonly<Record<string, readonly [message: string, hint: string]>> = {
  INVALID_OPENING_QUOTE: [
    "has a quote within a value",
    'put the whole value in quotes, and write each quote of it twice: "5"" pipe"',
  ],
  CSV_INVALID_CLOSING_QUOTE: [
    "has something behind the closing quote of a value",
    'write a quote that belongs to a value twice: ""',
  ],
  CSV_QUOTE_NOT_CLOSED: ["has a quote that is not closed", "close it, or remove it"],
};

/** The library counts the line on which it stopped, and the fields before the broken one. */
const unreadable = (error: CsvError, text: string): TableRead => {
  const [message, hint] = faults[error.code] ?? ["is not readable as CSV", "separate values by commas"];
  const isOpen = error.code === "CSV_QUOTE_NOT_CLOSED";
  // Text after an open quote is all of one value, so that quote is the last that opens one.
  const offset = isOpen
    ? lastOpening(text)
    : cellStart(text, lineStart(text, numberIn(error, "lines") - 1), numberIn(error, "column"));
  return { kind: "unreadable", place: placeIn(text, offset), message, hint };
};

const placeIn = (text: string, offset: number): Place => {
  const before = text.slice(0, offset).split("\n");
  return { line: before.length, col: (before.at(-1) ?? "").length + 1 };
};

const numberIn = (error: CsvError, key: "lines" | "column"): number => {
  const value: unknown = error[key];
  return typeof value === "number" ? value : 0;
};

/** Behind so many lines. */
const lineStart = (text: string, lines: number): number => {
  let at = 0;
  for (let n = 0; n < lines; n++) at = text.indexOf("\n", at) + 1;
  return at;
};

const lastOpening = (text: string): number => {
  let [open, at] = [-1, 0];
  while (at < text.length) {
    const next = text.indexOf('"', at);
    if (next === -1) break;
    if (open === -1) open = next;
    else if (text[next + 1] === '"') {
      at = next + 2;
      continue;
    } else open = -1;
    at = next + 1;
  }
  return Math.max(0, open);
};

/** Commas within quotes separate nothing. */
const cellStart = (text: string, start: number, column: number): number => {
  let [at, left, inside] = [start, column, false];
  while (left > 0 && at < text.length && text[at] !== "\n") {
    if (text[at] === '"') inside = !inside;
    else if (text[at] === "," && !inside) left--;
    at++;
  }
  return at;
};
