import { makeProblem, type Problem, type ProblemWords } from "../../problems/problem.ts";
import { type Cell, readTable } from "../../text/read-table.ts";
import { chunksOf, eventsIn } from "./chunks.ts";

/** A job as ePIC's script for one takes it. */
export type ListedJob = {
  readonly file: string;
  readonly ext: string;
  readonly nevents: number;
  readonly chunk: string;
};

export type JobList = { readonly jobs: readonly ListedJob[]; readonly problems: readonly Problem[] };

/** How rows that say only how many events there are become jobs. */
export type Cutting = { readonly events: number | undefined; readonly hours: number };

const maxRows = 100_000;
const maxTold = 20;

/** The jobs of a list of ePIC, row by row: chunks as they are, and datasets of known size cut into chunks. */
export const readJobList = (file: string, bytes: Uint8Array, cutting: Cutting): JobList => {
  const read = readTable(bytes, maxRows + 1);
  const whole = (message: string, hint?: string): JobList => ({
    jobs: [],
    problems: [makeProblem({ file }, "bad-job-list", { message, hint })],
  });
  if (read.kind === "unreadable") return whole(`The list ${read.message}.`, read.hint);
  const rows = read.records.filter(([first]) => first !== undefined && !/^\s*(#|$)/.test(first.text));
  const [head] = rows;
  if (head === undefined) return whole("The list has no row.");
  if (rows.length > maxRows) return whole(`The list has more than ${maxRows} rows.`, "divide it");
  const isHeader = head.every(({ text }) => /^[A-Za-z][A-Za-z0-9_ /-]*$/.test(text));
  if (isHeader && head.map(({ text }) => text).join(",") !== columns.join(","))
    return whole(
      `The list has the columns ${head.map(({ text }) => text).join(", ")}, and is none of jobs.`,
      `rows of jobs are ${columns.join(",")}, with or without these names in the first line`,
    );
  const made = (isHeader ? rows.slice(1) : rows).map((row) => readRow(file, row, cutting));
  const problems = [...made.flatMap((one) => one.problems), ...unusedTimes(file, rows, cutting)];
  return { jobs: made.flatMap(({ jobs }) => jobs), problems: atMost(file, problems) };
};

const columns = ["file", "ext", "nevents", "chunk"] as const;

const isChunk = (cells: readonly string[]): boolean =>
  cells.length === columns.length && /^[0-9]{4,}$/.test(cells.at(-1) ?? "");

/** What stands behind the numbers of events, where somebody says how many a job has. */
const unusedTimes = (file: string, rows: readonly (readonly Cell[])[], { events }: Cutting): readonly Problem[] => {
  const cells = rows.map((row) => row.map(({ text }) => text.trim()));
  const at = cells.findIndex(
    (row) =>
      !isChunk(row) &&
      namedIn(row)
        .rest.slice(1)
        .some((text) => text !== "0"),
  );
  const cell = rows[at]?.at(-1);
  return events === undefined || cell === undefined
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
  problems.length <= maxTold
    ? problems
    : [
        ...problems.slice(0, maxTold),
        makeProblem({ file }, "bad-job-list", { message: `${problems.length - maxTold} more rows are like these.` }),
      ];

const readRow = (file: string, row: readonly Cell[], cutting: Cutting): JobList => {
  const cells = row.map(({ text }) => text.trim());
  const refused = (index: number, words: ProblemWords): JobList => {
    const { line, col } = row[index] ?? row[0] ?? { line: 1, col: 1 };
    return { jobs: [], problems: [makeProblem({ file, line, col }, "bad-job-list", words)] };
  };
  const { name, ext, rest } = namedIn(cells);
  if (name.endsWith(".csv")) return refused(0, { message: `${name} is another list.`, hint: "import it by itself" });
  if (/[[\]$*?\\^|(){}]/.test(name))
    return refused(0, { message: `${name} is a pattern.`, hint: "write a row for each of the files that it finds" });
  const odd = [name, ext].findIndex((text) => !/^[A-Za-z0-9._+=,/-]+$/.test(text) || text.includes(","));
  if (odd !== -1) return refused(odd, { message: `"${cells[odd] ?? ""}" is no name of a file, or of its ending.` });
  const [events = "", ...times] = rest;
  if (!/^[0-9]{1,12}$/.test(events))
    return refused(row.length - rest.length, { message: `"${events}" is no number of events.` });
  const total = Number(events);
  if (total === 0)
    return refused(row.length - rest.length, {
      message: `Nobody has counted the events of ${name}.`,
      hint: "import the list with numbers and times, which the repository's pipeline makes of this one",
    });
  if (isChunk(cells)) return { jobs: [{ file: name, ext, nevents: total, chunk: times[0] ?? "" }], problems: [] };
  const most = cutting.events ?? mostIn(cutting.hours, times);
  if (most === undefined)
    return refused(0, {
      message: `The row does not say how long an event of ${name} takes.`,
      hint: "give the most events of a job with --events",
    });
  if (most < 1) return refused(0, { message: `One event of ${name} takes longer than ${cutting.hours} hours.` });
  return { jobs: jobsOf({ file: name, ext }, total, most), problems: [] };
};

/** The ending in a column of its own, or at the end of the name; the script for a job writes EVGEN/ itself. */
const namedIn = (
  cells: readonly string[],
): { readonly name: string; readonly ext: string; readonly rest: readonly string[] } => {
  const [first = "", second = "", ...others] = cells;
  const written = first.replace(/^EVGEN\//, "");
  if (!/^[0-9]+$/.test(second) || first.endsWith(".csv")) return { name: written, ext: second, rest: others };
  const [, name = written, ext = ""] = /^(.*?)\.((?:hepmc|hepmc3|steer)[A-Za-z0-9.]*)$/.exec(written) ?? [];
  return { name, ext, rest: [second, ...others] };
};

/** Seconds before the first event, and of each. */
const mostIn = (hours: number, times: readonly string[]): number | undefined => {
  const [start, event] = times.map(Number);
  return start === undefined || event === undefined || !(start >= 0) || !(event > 0)
    ? undefined
    : eventsIn(hours, { start, event });
};

const jobsOf = (of: Pick<ListedJob, "file" | "ext">, total: number, most: number): readonly ListedJob[] => {
  const { nevents, count } = chunksOf(total, most);
  return Array.from({ length: Math.min(count, maxRows) }, (_, index) => ({
    ...of,
    nevents,
    chunk: String(index).padStart(4, "0"),
  }));
};
