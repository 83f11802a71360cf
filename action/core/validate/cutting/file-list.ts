import { makeProblem, type Problem } from "../../problems/problem.ts";
import { type ListHead, readListHead } from "../../text/list-head.ts";
import { suggestName } from "../../text/nearest-name.ts";
import type { Place } from "../../text/places.ts";
import { type Cell, readTable } from "../../text/read-table.ts";
import { type CellFault, cellProblem } from "../tables/cells.ts";
import { maxReported } from "../tables/tables.ts";
import type { KeyedFile } from "./cut-jobs.ts";
import { type NamePattern, readName } from "./name-pattern.ts";

/** A file of a list. Bytes, events and checksum where the list has them. */
export type DataFile = KeyedFile & {
  readonly bytes: number | undefined;
  readonly events: number | undefined;
  readonly checksum: string | undefined;
};

export type FileListRead = {
  /** Where the list comes from, if it says so. */
  readonly head?: ListHead | undefined;
  readonly files: readonly DataFile[];
  readonly problems: readonly Problem[];
};

/** Files of one list. */
export const maxFiles = 100_000;

const columns = ["file", "bytes", "events", "checksum"] as const;
type Column = (typeof columns)[number];

/** One file a line: its path or address alone, or with a first line that names the columns. */
export const readFileList = (
  file: string,
  bytes: Uint8Array,
  names: { readonly text: string; readonly pattern: NamePattern },
): FileListRead => {
  const refused = (message: string, hint?: string, place: Place = { line: 1, col: 1 }): FileListRead => ({
    files: [],
    problems: [makeProblem({ file, ...place }, "bad-file-list", { message: `The list ${message}.`, hint })],
  });
  const { head, lines, faults: faultsOfHead } = readListHead(new TextDecoder().decode(bytes));
  const read = readTable(bytes, maxFiles + 2, lines);
  if (read.kind === "unreadable") return refused(read.message, read.hint, read.place);
  const [first] = read.records;
  if (first === undefined) return refused("is empty");
  const heads = first.map(({ text }) => text);
  const isHead = heads.some((text) => columns.some((column) => column === text));
  const records = isHead ? read.records.slice(1) : read.records;
  if (records.length === 0) return refused("names no file");
  if (records.length > maxFiles)
    return refused(`names more than ${maxFiles} files`, "use several productions", records[maxFiles]?.[0]);
  const header = isHead ? heads : ["file"];
  const faults = isHead ? headFaults(first) : [];
  const listed = readRecords({ header, names }, records);
  const problems = [...faults, ...listed.faults].slice(0, maxReported);
  return {
    head,
    files: listed.files,
    problems: [
      ...faultsOfHead.map(({ line, col, code, ...words }) => makeProblem({ file, line, col }, code, words)),
      ...problems.map(({ cell, fault }) => cellProblem({ file, ...cell }, ...fault)),
    ],
  };
};

type FaultAt = { readonly cell: Place; readonly fault: CellFault };

const headFaults = (first: readonly Cell[]): readonly FaultAt[] => {
  const texts = first.map(({ text }) => text);
  const [start] = first;
  return [
    ...first.flatMap((cell, index): readonly FaultAt[] => {
      if (texts.indexOf(cell.text) < index)
        return [{ cell, fault: ["bad-file-list", `The column \`${cell.text}\` is there twice.`] }];
      return columns.some((column) => column === cell.text)
        ? []
        : [
            {
              cell,
              fault: ["bad-file-list", `A list has no column \`${cell.text}\`.`, suggestName(cell.text, columns)],
            },
          ];
    }),
    ...(texts.includes("file") || start === undefined
      ? []
      : [{ cell: start, fault: ["bad-file-list", "The column `file` is missing."] satisfies CellFault }]),
  ];
};

type ListForm = {
  readonly header: readonly string[];
  readonly names: { readonly text: string; readonly pattern: NamePattern };
};

const readRecords = (
  { header, names }: ListForm,
  records: readonly (readonly Cell[])[],
): { readonly files: readonly DataFile[]; readonly faults: readonly FaultAt[] } => {
  const [files, faults]: [DataFile[], FaultAt[]] = [[], []];
  const seen = new Map<string, number>();
  for (const record of records) {
    const cellOf = (column: Column): Cell | undefined => record[header.indexOf(column)];
    const cell = cellOf("file") ?? record[0];
    if (cell === undefined) continue;
    const found = record.length === header.length ? recordFault(cell, cellOf, seen) : uneven(record, header);
    if (found !== undefined) {
      faults.push(found);
      continue;
    }
    const name = baseName(cell.text);
    const named = readName(names.pattern, name);
    if (named.kind !== "read") faults.push({ cell, fault: nameFault(name, names.text, named) });
    else
      files.push({
        path: cell.text,
        keys: named.keys,
        bytes: amountOf(cellOf("bytes")),
        events: amountOf(cellOf("events")),
        checksum: cellOf("checksum")?.text || undefined,
      });
  }
  return { files, faults };
};

const baseName = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

const uneven = (record: readonly Cell[], header: readonly string[]): FaultAt | undefined => {
  const [cell] = record;
  if (cell === undefined) return undefined;
  const isBlank = record.length === 1 && cell.text === "";
  const message = isBlank
    ? "This line is empty."
    : `This line has ${record.length} values, and the list ${header.length}: ${header.join(", ")}.`;
  const hint = isBlank ? "remove it" : "the first line may name the columns: file,bytes,events,checksum";
  return { cell: { line: cell.line, col: cell.col }, fault: ["bad-file-list", message, hint] };
};

/** A path from the top, or an address of a protocol that reads, without characters of bash, PanDA or a password. */
const place = /^(?:(?:roots?|xroots?|https|davs):\/\/[A-Za-z0-9.-]+(?::[0-9]{1,5})?\/?)?(?:\/[A-Za-z0-9._+=:~-]+)+$/;
const longest = 1000;

const recordFault = (
  cell: Cell,
  cellOf: (column: Column) => Cell | undefined,
  seen: Map<string, number>,
): FaultAt | undefined => {
  const { text, line } = cell;
  if (text.length > longest || !place.test(text) || /\/\.\.?(?:\/|$)/.test(text))
    return {
      cell,
      fault: [
        "bad-file-list",
        `${JSON.stringify(text)} is no place of a file.`,
        "a path from the top such as /lustre/raw/FILE, or an address such as root://HOST//raw/FILE, without blanks and password",
      ],
    };
  const before = seen.get(baseName(text));
  if (before !== undefined)
    return {
      cell,
      fault: ["bad-file-list", `${baseName(text)} stands already in line ${before}.`, "remove one of them"],
    };
  seen.set(baseName(text), line);
  for (const column of ["bytes", "events"] as const) {
    const amount = cellOf(column);
    if (amount !== undefined && amount.text !== "" && !/^(?:0|[1-9][0-9]{0,14})$/.test(amount.text))
      return {
        cell: amount,
        fault: ["bad-file-list", `\`${column}\` is ${JSON.stringify(amount.text)}, and must be a whole number.`],
      };
  }
  const checksum = cellOf("checksum");
  return checksum === undefined || /^(?:[A-Za-z0-9]+:)?[A-Fa-f0-9]{0,128}$/.test(checksum.text)
    ? undefined
    : {
        cell: checksum,
        fault: [
          "bad-file-list",
          `${JSON.stringify(checksum.text)} is no checksum.`,
          "such as md5:9e107d9d372bb6826bd81d3542a419d6",
        ],
      };
};

const amountOf = (cell: Cell | undefined): number | undefined =>
  cell === undefined || cell.text === "" ? undefined : Number(cell.text);

const nameFault = (
  name: string,
  names: string,
  read: Exclude<ReturnType<typeof readName>, { kind: "read" }>,
): CellFault =>
  read.kind === "other"
    ? ["unreadable-name", `${name} is not of the form ${names}.`]
    : [
        "unreadable-name",
        `${name} can be read as ${read.readings[0]}, and as ${read.readings[1]}.`,
        "write into `names` what is the same in all names, as text instead of a key",
      ];
