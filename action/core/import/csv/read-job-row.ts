import { makeProblem, type Problem, type ProblemWords } from "../../problems/problem.ts";
import type { Place } from "../../text/places.ts";
import type { Cell } from "../../text/read-table.ts";

/** Jobs of equal numbers of events, of which the last reads what is left. The first event of a job is `nevents` times its chunk. */
type Chunks = { readonly nevents: number; readonly count: number };

/** At most `most` events a job. */
export const chunksOf = (total: number, most: number): Chunks => {
  const nevents = Math.ceil(total / Math.ceil(total / most));
  return { nevents, count: Math.ceil(total / nevents) };
};

/** Events that a job makes in so many hours; fewer than 1 where even one takes longer. */
const eventsIn = (hours: number, times: { readonly start: number; readonly event: number }): number =>
  Math.floor((hours * 3600 - times.start) / times.event);

/** How rows that say only how many events there are become jobs. */
export type Cutting = { readonly events: number | undefined; readonly hours: number };

/** A row of a list: one chunk, or a whole file that is cut into chunks. Each job begins at its chunk times `nevents`. */
export type ListedRow = Place & {
  readonly file: string;
  readonly ext: string;
  /** Events of each job. */
  readonly nevents: number;
} & (
    | { readonly kind: "chunk"; readonly chunk: string; readonly neventsAt: Place }
    /** `total`: events of the file. */
    | { readonly kind: "whole"; readonly count: number; readonly total: number }
  );

type RowRead =
  | { readonly kind: "read"; readonly row: ListedRow }
  | { readonly kind: "refused"; readonly problem: Problem };

const columnsOfChunk = 4;
const isChunk = (cells: readonly string[]): boolean =>
  cells.length === columnsOfChunk && /^[0-9]{4,}$/.test(cells.at(-1) ?? "");

/** Whether it says how long events take. */
export const hasTimes = (row: readonly Cell[]): boolean => {
  const cells = row.map(({ text }) => text.trim());
  return (
    !isChunk(cells) &&
    namedIn(cells)
      .rest.slice(1)
      .some((text) => text !== "0")
  );
};

export const readJobRow = (file: string, row: readonly Cell[], cutting: Cutting): RowRead => {
  const cells = row.map(({ text }) => text.trim());
  const placeOf = (index: number): Place => {
    const { line, col } = row[index] ?? row[0] ?? { line: 1, col: 1 };
    return { line, col };
  };
  const refused = (index: number, words: ProblemWords): RowRead => ({
    kind: "refused",
    problem: makeProblem({ file, ...placeOf(index) }, "bad-job-list", words),
  });
  if (cells.length === 1 && /[;\t|]/.test(cells[0] ?? ""))
    return refused(0, { message: "The row is not divided by commas.", hint: "separate columns by commas" });
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
  const named = { ...placeOf(0), file: name, ext };
  if (isChunk(cells)) {
    const neventsAt = placeOf(row.length - rest.length);
    return { kind: "read", row: { ...named, kind: "chunk", nevents: total, chunk: times[0] ?? "", neventsAt } };
  }
  const most = cutting.events ?? maxEventsIn(cutting.hours, times);
  if (most === undefined)
    return refused(0, {
      message: `The row does not say how long an event of ${name} takes.`,
      hint: "give the most events of a job with --events",
    });
  if (most < 1) return refused(0, { message: `One event of ${name} takes longer than ${cutting.hours} hours.` });
  return { kind: "read", row: { ...named, kind: "whole", total, ...chunksOf(total, most) } };
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
const maxEventsIn = (hours: number, times: readonly string[]): number | undefined => {
  const [start, event] = times.map(Number);
  return start === undefined || event === undefined || !(start >= 0) || !(event > 0)
    ? undefined
    : eventsIn(hours, { start, event });
};
