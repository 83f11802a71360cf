import type { Conventions } from "../../conventions/conventions.ts";
import { missingHint } from "../../files/missing-file.ts";
import { fileNamed, type NamedPlace, namedPlace } from "../../files/named-place.ts";
import type { Problem } from "../../problems/problem.ts";
import { priorityAbove } from "../../production/ceiling.ts";
import { everyRun, isOfRun, type RunRow } from "../../production/run-row.ts";
import { type Table } from "../../production/table.ts";
import type { Request } from "../../request/request.ts";
import { isLfsPointer } from "../../text/lfs-pointer.ts";
import { type Faults, type Located, type Path, problemAt } from "../../text/places.ts";
import type { ProductionSource } from "../../text/source-file.ts";
import { cellProblem } from "../tables/cells.ts";
import { maxReported } from "../tables/tables.ts";
import { type LineFault, outsidePeriod, type RowAt, readRunLines } from "./run-lines.ts";

export type RunsRead = {
  /** In the order of the lists. `undefined`: the production does not grow. */
  readonly rows: readonly RunRow[] | undefined;
  /** From the top of the repository. */
  readonly lists: readonly string[];
  readonly problems: readonly Problem[];
};

/** Runs of one production. Each is a submission, and a comment names those in trouble. */
export const maxRuns = 10_000;

export const listsOf = ({ list = [] }: NonNullable<Request["runs"]>): readonly string[] =>
  typeof list === "string" ? [list] : list;

/** The runs of a request, in the order of its lists. */
export const readRuns = (
  where: Located,
  { runs, extends: extended }: Request,
  source: Pick<ProductionSource, "folder" | "entries" | "shared" | "conventions">,
  conventions: Pick<Conventions, "runs" | "ceiling">,
): RunsRead => {
  if (runs === undefined) return { rows: undefined, lists: [], problems: [] };
  const problems: Problem[] = [...checkExtended(where, extended)];
  const seen: RunsSeen = new Map();
  const rows: RunRow[] = [];
  const lists = listsOf(runs);
  for (const [index, list] of lists.entries()) {
    const path = typeof runs.list === "string" ? ["runs", "list"] : ["runs", "list", index];
    const bytes = bytesOf(where, path, namedPlace(list, source));
    if (!(bytes instanceof Uint8Array)) {
      problems.push(bytes);
      continue;
    }
    const file = fileNamed(list, source);
    const read = readRunLines(bytes);
    const fresh = takeFresh(read.rows, list, conventions, seen);
    const from = read.head === undefined ? {} : { from: { list, ...read.head } };
    // One by one: a list may have more rows than a call takes arguments.
    for (const row of fresh.rows) rows.push({ ...row, ...from });
    const found = [...read.faults, ...fresh.faults];
    problems.push(...found.slice(0, maxReported).map((fault) => problemIn(file, fault)));
    if (read.rows.length === 0 && read.faults.length === 0)
      problems.push(problemIn(file, { code: "bad-run-list", line: 1, col: 1, message: "The list holds no run." }));
  }
  return {
    rows,
    lists: lists.map((list) => fileNamed(list, source)),
    problems: [...problems, ...checkNumber(where, rows)],
  };
};

type RunsSeen = Map<number, { readonly list: string; readonly line: number }>;

/** The runs of a list that no list before it has, which it adds to `seen`, and what is wrong with its runs. */
const takeFresh = (
  read: readonly RowAt[],
  list: string,
  { runs: period = everyRun, ceiling }: Pick<Conventions, "runs" | "ceiling">,
  seen: RunsSeen,
): { readonly rows: readonly RunRow[]; readonly faults: readonly LineFault[] } => {
  const rows: RunRow[] = [];
  const faults = read.flatMap(({ line, col, ...row }): readonly LineFault[] => {
    const { run } = row;
    const before = seen.get(run);
    if (before !== undefined) {
      const at = before.list === list ? `line ${before.line}` : `${before.list}, line ${before.line}`;
      return [{ code: "duplicate-run", line, col, message: `The run ${run} stands already in ${at}.` }];
    }
    seen.set(run, { list, line });
    rows.push(row);
    const above = priorityAbove(row.priority, ceiling?.priority);
    return [
      ...outsidePeriod({ run, line, col }, period),
      ...above.map(
        ({ message }): LineFault => ({
          code: "priority-above-ceiling",
          line,
          col,
          message,
          hint: `lower it to ${ceiling?.priority}`,
        }),
      ),
    ];
  });
  return { rows, faults };
};

function* checkNumber(where: Located, { length }: readonly RunRow[]): Faults {
  if (length > maxRuns)
    yield problemAt(where, ["runs", "list"], "bad-run-list", {
      message: `The lists hold ${length} runs; at most ${maxRuns} are one production.`,
      hint: "give each period a production of its own",
    });
}

const problemIn = (file: string, { code, line, col, message, hint }: LineFault): Problem =>
  cellProblem({ file, line, col }, code, message, hint);

const bytesOf = (where: Located, at: Path, { path, entries, folder, words }: NamedPlace): Uint8Array | Problem => {
  const entry = entries.find((one) => one.path === path);
  if (entry?.kind === "file" && isLfsPointer(entry.bytes))
    return problemAt(where, at, "lfs-pointer", {
      message: `"${path}" is kept by Git LFS: git holds a pointer, and no run.`,
      hint: "commit the file itself",
    });
  if (entry?.kind === "file") return entry.bytes;
  const known = entries.map((one) => one.path);
  return entry === undefined
    ? problemAt(where, at, "bad-run-list", {
        message: `There is no file "${path}"${words === "" ? " in the folder" : words}.`,
        hint: missingHint(folder, path, known),
      })
    : problemAt(where, at, "bad-run-list", { message: `"${path}" is not a plain file that can be read.` });
};

function* checkExtended(where: Located, extended: string | undefined): Faults {
  if (extended !== undefined)
    yield problemAt(where, ["extends"], "no-effect", {
      message: "`extends` cannot be used with `runs`.",
      key: true,
      hint: "append runs to the list; they need no version",
    });
}

/** Columns of tables that would replace what is known of the run. */
export const checkRunColumns = (
  { runs }: Pick<Request, "runs">,
  tables: ReadonlyMap<string, Table>,
): readonly Problem[] =>
  runs === undefined
    ? []
    : [...tables.values()].flatMap(({ file, columns, cut }) =>
        (cut === undefined ? columns : [])
          .filter(({ name }) => isOfRun(name))
          .map(({ name, line, col }) =>
            problemIn(file, {
              code: "reserved-name",
              line,
              col,
              message: `\`${name}\` is set by SHREK for every job of a run.`,
              hint: "give the column another name",
            }),
          ),
      );
