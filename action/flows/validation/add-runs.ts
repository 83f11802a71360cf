import { validateOne } from "../../core/cross-checks/check-sources.ts";
import { fileNamed, namedPlace, withBytesAt } from "../../core/files/named-place.ts";
import { Failure } from "../../core/problems/failure.ts";
import { type Problem, quotable, refuses, severityOf } from "../../core/problems/problem.ts";
import type { ListHead } from "../../core/text/list-head.ts";
import { type ProductionSource, sharedFolder } from "../../core/text/source-file.ts";
import { addRuns, onlyNew } from "../../core/validate/runs/add-runs.ts";
import { readGivenRuns } from "../../core/validate/runs/given-runs.ts";
import { type LineFault, readRunLines } from "../../core/validate/runs/run-lines.ts";
import { listsOf } from "../../core/validate/runs/run-lists.ts";
import type { Snapshot } from "../../ports/snapshot.ts";
import { touchedBy } from "./touched.ts";

export type AddedRuns =
  | {
      readonly kind: "added";
      readonly file: string;
      readonly bytes: Uint8Array;
      readonly runs: readonly number[];
      /** Runs that the list has with other columns than were given, and that stay so. */
      readonly otherwise: readonly number[];
      readonly readers: readonly string[];
    }
  | { readonly kind: "refused"; readonly problems: readonly Problem[] };

/** What was given, what problems call it, and where it comes from. */
export type RunsGiven = { readonly name: string; readonly text: string; readonly head: ListHead };

export type HowToAdd = {
  /** Runs that a list holds already are refused, or passed over. */
  readonly which: "all" | "new";
  readonly readersOf: (file: string, folder: string) => Promise<readonly ProductionSource[]>;
};

/** Puts runs into the last list of a production. The new text is validated too, with all that read it. */
export const addRunsTo = async (
  source: ProductionSource,
  { name, text, head }: RunsGiven,
  { which, readersOf }: HowToAdd,
): Promise<AddedRuns> => {
  const judgements = validateOne(source);
  const now = judgements.flatMap(({ problems }) => problems);
  const production = judgements[0]?.valid?.production;
  if (production === undefined || refuses(now)) return { kind: "refused", problems: now };
  const { runs } = production.request;
  if (runs === undefined)
    throw new Failure(`${production.tag} has no list of runs.`, {
      wayOut: "Write runs: { list: runs.txt } into its request.",
    });
  const lists = listsOf(runs);
  const list = lists.at(-1) ?? "";
  const bytes = bytesOf(source, list);
  const refused = (faults: readonly LineFault[]): AddedRuns => ({
    kind: "refused",
    problems: faults.map(({ message, ...fault }) => ({
      ...fault,
      severity: severityOf(fault.code),
      file: name,
      message: quotable(message),
    })),
  });
  const given = readGivenRuns(text, readRunLines(bytes).columns);
  if (given.faults.length > 0) return refused(given.faults);
  const listed = lists.flatMap((one) => readRunLines(bytesOf(source, one)).rows.map((row) => ({ ...row, list: one })));
  const known = new Map(listed.map(({ run, line, list: one }) => [run, `${one}, line ${line}`] as const));
  const columns = new Map(listed.map((row) => [row.run, row.columns] as const));
  const { rows, otherwise } = which === "all" ? { rows: given.rows, otherwise: [] } : onlyNew(given.rows, columns);
  const added = addRuns(bytes, { rows, head }, known, production.conventions.runs);
  if (added.kind === "refused") return refused(added.faults);
  const file = fileNamed(list, source);
  const readers = await readersOf(file, source.folder);
  // What is refused already says nothing of these runs.
  const sound = [source, ...readers.filter((one) => !refuses(problemsOf(one)))];
  const then = sound.flatMap((one) => problemsOf(withBytesAt(one, file, added.bytes)));
  return refuses(then)
    ? { kind: "refused", problems: then }
    : { ...added, file, otherwise, readers: readers.map(({ folder }) => folder) };
};

const problemsOf = (source: ProductionSource): readonly Problem[] =>
  validateOne(source).flatMap(({ problems }) => problems);

/** Of a list in the folder of a production: none. */
export const sharersIn =
  (snapshot: Snapshot): HowToAdd["readersOf"] =>
  async (file, folder) =>
    file.split("/").includes(sharedFolder)
      ? snapshot.all((await touchedBy(snapshot, [file])).filter((one) => one !== folder))
      : [];

const bytesOf = (source: ProductionSource, list: string): Uint8Array => {
  const { path, entries } = namedPlace(list, source);
  const entry = entries.find((one) => one.path === path);
  if (entry?.kind !== "file") throw new Error(`${list} was judged and is no file`);
  return entry.bytes;
};
