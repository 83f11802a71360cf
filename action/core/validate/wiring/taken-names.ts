import type { Problem } from "../../problems/problem.ts";
import { inputNameOf, onlyWatches } from "../../production/condition.ts";
import type { Wired } from "../../production/connected-step.ts";
import { keysOf } from "../../production/file-names.ts";
import { ofShell, ofShrek } from "../../production/parameters.ts";
import type { RowKnown } from "../../production/production.ts";
import { isOfRun } from "../../production/run-row.ts";
import type { Request, RequestStep } from "../../request/request.ts";
import { type Located, problemAt } from "../../text/places.ts";

/** Variables that a step's jobs have by themselves, with whence. */
type Given = ReadonlyMap<string, string>;

/** Parameters, inputs, keys of names and columns of tables are variables of one payload: two of one name would be one. */
export const checkTakenNames = (
  where: Located,
  request: Request,
  steps: readonly Wired[],
  rows: ReadonlyMap<string, RowKnown>,
): readonly Problem[] =>
  steps.flatMap(({ name, naming }) => {
    const step = request.steps[name];
    if (step === undefined) return [];
    const given = new Map([
      ...(naming?.fields ?? []).flatMap(keysOf).map((key) => [key, "from the names of its files"] as const),
      ...rowNames(rows.get(name)),
    ]);
    return [...takenParameters(where, name, step, given), ...takenInputs(where, request, name, given)];
  });

/** A column that is a parameter of the table's own step is reported at the column; keys of lists have none. */
const rowNames = (known: RowKnown | undefined): readonly (readonly [string, string])[] => {
  if (known === undefined) return [];
  const columns =
    known.input === undefined && known.table.cut === undefined ? [] : known.table.columns.map(({ name }) => name);
  return columns.map((name) => [name, `from the table of \`${known.of}\``]);
};

const setByShrek = (name: string, whence?: string): string =>
  `\`${name}\` is set by SHREK for every job${whence === undefined ? "" : `, ${whence}`}.`;

const takenParameters = (
  where: Located,
  name: string,
  { parameters = {} }: RequestStep,
  given: Given,
): readonly Problem[] =>
  Object.keys(parameters)
    .filter((parameter) => given.has(parameter))
    .map((parameter) =>
      problemAt(where, ["steps", name, "parameters", parameter], "reserved-name", {
        message: setByShrek(parameter, given.get(parameter)),
        key: true,
      }),
    );

const takenInputs = (where: Located, request: Request, name: string, given: Given): readonly Problem[] => {
  const step = request.steps[name];
  if (step?.in === undefined || onlyWatches(step)) return [];
  const names = step.in.map(inputNameOf);
  return step.in.flatMap(({ as }, index) => {
    const input = names[index] ?? "";
    const message =
      names.indexOf(input) < index
        ? `\`${input}\` is the name of two inputs of \`${name}\`.`
        : Object.hasOwn(step.parameters ?? {}, input)
          ? `\`${input}\` is an input of \`${name}\` and a parameter too.`
          : ofShell.test(input)
            ? `\`${input}\` would change how the job's shell works.`
            : given.has(input) || ofShrek.test(input) || (request.runs !== undefined && isOfRun(input))
              ? setByShrek(input, given.get(input))
              : undefined;
    return message === undefined
      ? []
      : problemAt(where, ["steps", name, "in", index, as === undefined ? "from" : "as"], "reserved-name", {
          message,
          hint: "give the input a name of its own: as: NAME",
        });
  });
};
