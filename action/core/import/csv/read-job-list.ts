import { makeProblem, type Problem } from "../../problems/problem.ts";
import { type Cell, readTable } from "../../text/read-table.ts";
import { type Cutting, hasTimes, type ListedRow, readJobRow } from "./read-job-row.ts";

export type ListedJob = {
  readonly file: string;
  readonly ext: string;
  readonly nevents: number;
  readonly chunk: string;
};

export type JobList = {
  readonly jobs: readonly ListedJob[];
  /** Events of all files; `undefined`: the list does not say, because chunks end where their file does. */
  readonly events: number | undefined;
  readonly problems: readonly Problem[];
};

const maxRows = 100_000;
const maxReported = 20;

/** The jobs of a list of ePIC, row by row: chunks as they are, and datasets of known size cut into chunks. */
export const readJobList = (file: string, bytes: Uint8Array, cutting: Cutting): JobList => {
  const read = readTable(bytes, maxRows + 2);
  if (read.kind === "unreadable")
    return refusedWith([
      makeProblem({ file, ...read.place }, "bad-job-list", { message: `The list ${read.message}.`, hint: read.hint }),
    ]);
  const records = read.records.filter(([first]) => first !== undefined && !/^\s*(#|$)/.test(first.text));
  const [head] = records;
  const isHeader = head?.every(({ text }) => /^[A-Za-z][A-Za-z0-9_ /-]*$/.test(text.trim())) === true;
  const rows = isHeader ? records.slice(1) : records;
  const faults = isHeader ? headFaults(file, head) : [];
  if (faults.length > 0) return refusedWith(faults);
  if (rows.length === 0)
    return refusedWith([makeProblem({ file }, "bad-job-list", { message: "The list has no row." })]);
  if (rows.length > maxRows) return refusedWith([tooMany(file, `The list has more than ${maxRows} rows.`)]);
  const made = rows.map((row) => readJobRow(file, row, cutting));
  const good = made.flatMap((one) => (one.kind === "read" ? [one.row] : []));
  const wrong = made.flatMap((one) => (one.kind === "refused" ? [one.problem] : []));
  const problems = [...wrong, ...togetherFaults(file, good)].toSorted((a, b) => a.line - b.line || a.col - b.col);
  if (problems.length > 0) return refusedWith(atMost(file, problems));
  const jobs = good.reduce((sum, row) => sum + (row.kind === "whole" ? row.count : 1), 0);
  if (jobs > maxRows)
    return refusedWith([tooMany(file, `The list makes ${jobs} jobs; one production has at most ${maxRows}.`)]);
  return { jobs: good.flatMap(jobsOf), events: eventsOf(good), problems: unusedTimes(file, rows, cutting) };
};

const refusedWith = (problems: readonly Problem[]): JobList => ({ jobs: [], events: undefined, problems });
const tooMany = (file: string, message: string): Problem =>
  makeProblem({ file }, "bad-job-list", { message, hint: "divide it" });

const columns: readonly string[] = ["file", "ext", "nevents", "chunk"];
/** Another word of ePIC's programs for it. */
const asColumn = (name: string): string => (name === "ichunk" ? "chunk" : name);

const headFaults = (file: string, head: readonly Cell[]): readonly Problem[] => {
  const names = head.map(({ text }) => asColumn(text.trim()));
  if (names.join(",") === columns.join(",")) return [];
  const [first] = head;
  const missing = columns.filter((name) => !names.includes(name));
  const odd = head.find((_, index) => names[index] !== columns[index]);
  const { line, col } = (missing.length === columns.length ? first : (odd ?? head.at(-1))) ?? { line: 1, col: 1 };
  const message =
    missing.length === columns.length
      ? `The list has the columns ${names.join(", ")}, and is none of jobs.`
      : missing.length > 0
        ? `The column ${missing.join(" and ")} is missing.`
        : `The columns are ${names.join(", ")}, in another order or with others.`;
  const hint = `rows of jobs are ${columns.join(",")}, with or without these names in the first line`;
  return [makeProblem({ file, line, col }, "bad-job-list", { message, hint })];
};

/** What no row shows alone: the script begins at the number of the chunk times its events, and names the file after it. */
const togetherFaults = (file: string, rows: readonly ListedRow[]): readonly Problem[] =>
  [...Map.groupBy(rows, (row) => `${row.file}.${row.ext}`).values()].flatMap((ofFile) => {
    const [first] = ofFile;
    const seen = new Map<string, ListedRow>();
    return ofFile.flatMap((row) => {
      const chunk = row.kind === "chunk" ? String(Number(row.chunk)) : "whole";
      const before = seen.get(chunk) ?? (row.kind === first?.kind ? undefined : first);
      seen.set(chunk, before ?? row);
      if (before !== undefined)
        return makeProblem({ file, line: row.line, col: row.col }, "bad-job-list", {
          message: `${row.kind === "chunk" ? `Chunk ${row.chunk} of ${row.file}` : row.file} is in line ${before.line} already: its events would be made twice.`,
          hint: "remove one of the rows",
        });
      return row.kind === "chunk" && first !== undefined && row.nevents !== first.nevents
        ? makeProblem({ file, ...row.neventsAt }, "bad-job-list", {
            message: `Chunk ${row.chunk} of ${row.file} has ${row.nevents} events, and its chunk in line ${first.line} ${first.nevents}: a job begins at its chunk times its events, so events would be made twice, or never.`,
            hint: `write ${first.nevents}; the last chunk ends where its file does`,
          })
        : [];
    });
  });

const jobsOf = (row: ListedRow): readonly ListedJob[] => {
  const { file, ext, nevents } = row;
  return row.kind === "chunk"
    ? [{ file, ext, nevents, chunk: row.chunk }]
    : Array.from({ length: row.count }, (_, index) => ({ file, ext, nevents, chunk: String(index).padStart(4, "0") }));
};

const eventsOf = (rows: readonly ListedRow[]): number | undefined =>
  rows.reduce<number | undefined>(
    (sum, row) => (sum === undefined || row.kind === "chunk" ? undefined : sum + row.total),
    0,
  );

/** What stands behind the numbers of events, where somebody says how many a job has. */
const unusedTimes = (file: string, rows: readonly (readonly Cell[])[], { events }: Cutting): readonly Problem[] => {
  const cell = events === undefined ? undefined : rows.find(hasTimes)?.at(-1);
  return cell === undefined
    ? []
    : [
        makeProblem({ file, line: cell.line, col: cell.col }, "bad-job-list", {
          severity: "note",
          message: "Times of events are not used, because --events says how many a job has.",
        }),
      ];
};

/** A list of thousands of wrong rows is one mistake. */
const atMost = (file: string, problems: readonly Problem[]): readonly Problem[] =>
  problems.length <= maxReported
    ? problems
    : [
        ...problems.slice(0, maxReported),
        makeProblem({ file }, "bad-job-list", {
          message: `${problems.length - maxReported} more rows are like these.`,
        }),
      ];
