import type { Problem } from "../../problems/problem.ts";
import { onlyWatches } from "../../production/condition.ts";
import type { Wired } from "../../production/connected-step.ts";
import type { RowKnown, StepInput } from "../../production/production.ts";
import { type Table } from "../../production/table.ts";
import type { Request, RequestStep } from "../../request/request.ts";
import { type Located, problemAt } from "../../text/places.ts";

export type RowsKnown = { readonly rows: ReadonlyMap<string, RowKnown>; readonly problems: readonly Problem[] };

/**
 * Names of files do not say of which row they are: a retried job has another serial number (PANDA J2). So a job writes
 * it into a small file, `row: true`, and a step that reads one such file a job knows it again; together with another
 * file of the same job only if both are paired by identity.
 */
export const checkRows = (
  where: Located,
  request: Request,
  steps: readonly Wired[],
  tables: ReadonlyMap<string, Table>,
): RowsKnown => {
  const rows = new Map<string, RowKnown>();
  for (const { name, inputs } of steps) {
    const step = request.steps[name];
    const table = tables.get(name);
    const known = table !== undefined ? { table, of: name, input: undefined } : readFrom(request, rows, step, inputs);
    if (known !== undefined) rows.set(name, known);
  }
  // Whether a job knows its row is unknown where a table is not read; that is reported there.
  const isUnread = Object.entries(request.steps).some(([name, { table }]) => table !== undefined && !tables.has(name));
  return {
    rows,
    problems: Object.entries(request.steps).flatMap(([name, step]) => [
      ...(isUnread || step.table !== undefined || rows.has(name) ? [] : unknownRow(where, name, step)),
    ]),
  };
};

const readFrom = (
  request: Request,
  rows: ReadonlyMap<string, RowKnown>,
  step: RequestStep | undefined,
  inputs: readonly StepInput[],
): RowKnown | undefined => {
  if (step === undefined || onlyWatches(step) || step.in?.[0]?.gbPerJob !== undefined) return undefined;
  const found = inputs.flatMap(({ name, source, pair, filesPerJob, repeat }, index): readonly RowKnown[] => {
    if (source.kind !== "step" || !(pair || (index === 0 && filesPerJob === 1 && repeat === 1))) return [];
    const known = holdsRow(request.steps[source.step], source.output) ? rows.get(source.step) : undefined;
    return known === undefined ? [] : [{ ...known, input: name }];
  });
  return new Set(found.map(({ of }) => of)).size === 1 ? found[0] : undefined;
};

/** Whether SHREK writes this output. */
export const holdsRow = (step: RequestStep | undefined, output: string): boolean =>
  step?.out.some((one) => typeof one !== "string" && one.name === output && one.row === true) === true;

const unknownRow = (where: Located, name: string, { out }: RequestStep): readonly Problem[] =>
  out.flatMap((output, index) =>
    typeof output !== "string" && output.row === true
      ? problemAt(where, ["steps", name, "out", index], "row-unknown", {
          message: `A job of \`${name}\` does not know of which row of a table it is, so it cannot write it into ${output.name}.`,
          hint: "a step knows it that has a `table`, or reads one file with `row: true` a job",
        })
      : [],
  );
