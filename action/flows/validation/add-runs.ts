import { validateOne } from "../../core/cross-checks/check-sources.ts";
import { Failure } from "../../core/problems/failure.ts";
import { type Problem, quotable, refuses, severityOf } from "../../core/problems/problem.ts";
import type { ListHead } from "../../core/text/list-head.ts";
import type { ProductionSource } from "../../core/text/source-file.ts";
import { addRuns, onlyNew } from "../../core/validate/runs/add-runs.ts";
import { readGivenRuns } from "../../core/validate/runs/given-runs.ts";
import { type LineFault, readRunLines } from "../../core/validate/runs/run-lines.ts";
import { listsOf } from "../../core/validate/runs/run-lists.ts";

export type AddedRuns =
  | {
      readonly kind: "added";
      readonly list: string;
      readonly bytes: Uint8Array;
      readonly runs: readonly number[];
      /** Runs that the list has with other columns than were given, and that stay so. */
      readonly otherwise: readonly number[];
    }
  | { readonly kind: "refused"; readonly problems: readonly Problem[] };

/** What was given, what problems call it, and where it comes from. */
export type RunsGiven = { readonly name: string; readonly text: string; readonly head: ListHead };

/**
 * Puts runs into the last list of a production. The new text is validated too, so that no list is spoiled by it.
 * `which`: those that a list holds already are refused, or passed over.
 */
export const addRunsTo = (
  source: ProductionSource,
  { name, text, head }: RunsGiven,
  which: "all" | "new" = "all",
): AddedRuns => {
  const judgements = validateOne(source);
  const now = judgements.flatMap(({ problems }) => problems);
  const production = judgements[0]?.accepted?.production;
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
  const entries = source.entries.map((entry) =>
    entry.kind === "file" && entry.path === list ? { ...entry, bytes: added.bytes } : entry,
  );
  const then = validateOne({ ...source, entries }).flatMap(({ problems }) => problems);
  return refuses(then) ? { kind: "refused", problems: then } : { ...added, list, otherwise };
};

const bytesOf = ({ entries }: ProductionSource, list: string): Uint8Array => {
  const entry = entries.find(({ path }) => path === list);
  if (entry?.kind !== "file") throw new Error(`${list} was judged and is no file`);
  return entry.bytes;
};
