import { join } from "node:path/posix";
import { missingHint } from "../../files/missing-file.ts";
import { namedPlace } from "../../files/named-place.ts";
import { refusal } from "../../files/resources.ts";
import type { Problem } from "../../problems/problem.ts";
import type { Table } from "../../production/table.ts";
import { type Request, type RequestStep, readsList, withoutLists } from "../../request/request.ts";
import { counted, thousands } from "../../text/amounts.ts";
import { type Located, type Place, problemAt } from "../../text/places.ts";
import { type Cell, readTable } from "../../text/read-table.ts";
import type { FolderEntry, ProductionSource } from "../../text/source-file.ts";
import { type CellPlace, cellProblem, checkCells } from "./cells.ts";
import { checkColumns } from "./table-columns.ts";
export type TablesRead = { readonly tables: ReadonlyMap<string, Table>; readonly problems: readonly Problem[] };

/** Each row is a job and a line of the archive. */
export const maxRows = 100_000;
export const maxColumns = 100;
/** Of the whole table: each is an object in the memory of the check. */
export const maxCells = 1_000_000;
/** Problems of one table or list: as many as a person corrects at one time. */
export const maxReported = 30;

type Source = Pick<ProductionSource, "folder" | "entries" | "shared" | "conventions" | "beyond">;

export const readTables = (where: Located, request: Request, source: Source): TablesRead => {
  const read = Object.entries(request.steps).flatMap(([name, step]) =>
    step.table === undefined || source.beyond !== undefined ? [] : [{ name, ...readOne(where, name, step, source) }],
  );
  return {
    tables: new Map(read.flatMap(({ name, table }) => (table === undefined ? [] : [[name, table] as const]))),
    problems: read.flatMap(({ problems }) => problems.slice(0, maxReported)),
  };
};

/** Counts of jobs use the number of rows as `jobs`; one, where the table has a problem. Lists are no inputs of PanDA. */
export const withRowsAsJobs = (request: Request, tables: ReadonlyMap<string, Table>): Request => {
  const rest = withoutLists(request);
  return Object.values(request.steps).every((step) => !hasRows(request, step))
    ? rest
    : {
        ...rest,
        steps: Object.fromEntries(
          Object.entries(rest.steps).map(([name, step]) => [
            name,
            hasRows(request, request.steps[name] ?? step)
              ? { ...step, jobs: tables.get(name)?.rows.length ?? 1 }
              : step,
          ]),
        ),
      };
};

const hasRows = (request: Request, step: RequestStep): boolean =>
  readsList(request, step) || (step.table !== undefined && step.in === undefined);

type CheckedTable = { readonly table?: Table; readonly problems: readonly Problem[] };

const readOne = (where: Located, step: string, written: RequestStep, source: Source): CheckedTable => {
  const name = written.table ?? "";
  const found = find(where, step, name, source);
  if ("problem" in found) return { problems: [found.problem] };
  const { file, bytes } = found;
  const refused = (message: string, hint?: string, place: Place = { line: 1, col: 1 }): CheckedTable => ({
    problems: [cellProblem({ file, ...place }, "bad-table", `The table ${message}.`, hint)],
  });
  if (separators(bytes) > maxCells)
    return refused(`has more than ${thousands(maxCells)} values`, "use several steps or productions");
  const read = readTable(bytes, maxRows + 2);
  if (read.kind === "unreadable") return refused(read.message, read.hint, read.place);
  const [header, ...records] = read.records;
  if (header === undefined) return refused("is empty", "the first line names the columns");
  if (header.length > maxColumns) return refused(`has ${header.length} columns, and at most ${maxColumns} are read`);
  const columns = checkColumns(file, step, written, header);
  const [first] = records;
  if (first === undefined) return { problems: [...columns, ...refused("has no row: no job would run").problems] };
  if (records.length > maxRows)
    return refused(
      `has more than ${thousands(maxRows)} rows`,
      "use several steps or productions",
      records[maxRows]?.[0] ?? undefined,
    );
  const problems = [...columns, ...unevenRows(file, header, records), ...checkCells(file, header, records)];
  return {
    problems,
    table: {
      file,
      name,
      columns: header.map(({ text, line, col }) => ({ name: text, line, col })),
      rows: records.map((record) => record.map(({ text }) => text)),
    },
  };
};

const [comma, lineEnd] = [44, 10];

/** Before it is read: one in quotes counts, too. */
const separators = (bytes: Uint8Array): number => {
  let found = 0;
  for (const byte of bytes) if (byte === comma || byte === lineEnd) found++;
  return found;
};

type FoundTable = { readonly file: string; readonly bytes: Uint8Array } | { readonly problem: Problem };

const find = (where: Located, step: string, name: string, source: Source): FoundTable => {
  const { path, entries, folder, words } = namedPlace(name, source);
  const entry = entries.find((one) => one.path === path);
  const notRead = (code: Problem["code"], message: string, hint?: string): FoundTable => ({
    problem: problemAt(where, ["steps", step, "table"], code, { message, hint }),
  });
  if (entry === undefined)
    return notRead(
      "missing-resource",
      `There is no table ${path}${words}.`,
      missingHint(folder, path, csvNames(entries)),
    );
  const problem = refusal(entry);
  if (problem !== undefined) return notRead(problem.code, problem.message);
  return entry.kind === "file" ? { file: join(folder, path), bytes: entry.bytes } : notRead("resource-refused", path);
};

const csvNames = (entries: readonly FolderEntry[]): readonly string[] =>
  entries.map(({ path }) => path).filter((path) => path.endsWith(".csv"));

const unevenRows = (file: string, header: readonly Cell[], records: readonly (readonly Cell[])[]): readonly Problem[] =>
  records.flatMap((record, index) => {
    if (record.length === header.length && !isBlank(record)) return [];
    const [first] = record;
    const beyond = record[header.length];
    const place: CellPlace = { file, ...(beyond ?? endOf(record.at(-1)) ?? { line: index + 2, col: 1 }) };
    const row = `Row ${index + 1}`;
    if (isBlank(record) && first !== undefined)
      return [cellProblem({ file, ...first }, "bad-table", `${row} is an empty line.`, "remove it")];
    const values = `${row} has ${counted(record.length, "value")}, and the first line names ${header.length} columns.`;
    const hint = beyond === undefined ? undefined : "a value with a comma stands in quotes";
    return [cellProblem(place, "bad-table", values, hint)];
  });

const isBlank = (record: readonly Cell[]): boolean =>
  record.length === 1 && record[0]?.text === "" && !record[0].quoted;

const endOf = (cell: Cell | undefined): Place | undefined =>
  cell === undefined ? undefined : { line: cell.line, col: cell.col + cell.text.length + (cell.quoted ? 2 : 0) };
