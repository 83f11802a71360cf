import type { Conventions } from "../../conventions/conventions.ts";
import { fieldsOf } from "../../conventions/template.ts";
import type { Problem } from "../../problems/problem.ts";
import { fillRun, keysOf, namesRun } from "../../production/file-names.ts";
import { ofShell, ofShrek } from "../../production/parameters.ts";
import { isOfRun, type RunRow } from "../../production/run-row.ts";
import { type ExternalInput, outputName, type Request } from "../../request/request.ts";
import { suggestName } from "../../text/nearest-name.ts";
import { type Located, problemAt } from "../../text/places.ts";
import { fitsRule, ruleHint } from "../../text/rule.ts";

const named = ["dataset", "task"] as const;

/** With the fields of the tag, build and conditions in the names of input data: each variant reads its own. */
export const withFilledNames = (request: Request): Request => {
  const inputs = Object.entries(request.inputs ?? {});
  if (!inputs.some(([, input]) => named.some((key) => input[key]?.includes("{")))) return request;
  const fields = fieldsFor(request);
  return { ...request, inputs: Object.fromEntries(inputs.map(([name, input]) => [name, fillNames(input, fields)])) };
};

/** The run, and what its list says of it, in data, outputs and parameters: each run has its own. */
export const withRun = (request: Request, row: RunRow): Request => {
  const fill = (text: string): string => fillRun(text, row.run);
  return {
    ...request,
    ...(request.inputs === undefined
      ? {}
      : {
          inputs: withFiles(
            request,
            row,
            mapValues(request.inputs, (input) => withCount(fillTexts(input, ["dataset", "task", "names"], fill), row)),
          ),
        }),
    steps: mapValues(request.steps, (step) => ({
      ...step,
      out: step.out.map((one) => (typeof one === "string" ? fill(one) : fillTexts(one, ["name"], fill))),
      ...(step.in === undefined ? {} : { in: step.in.map((one) => fillTexts(one, ["output"], fill)) }),
      ...(step.parameters === undefined
        ? {}
        : { parameters: mapValues(step.parameters, (value) => (typeof value === "string" ? fill(value) : value)) }),
    })),
  };
};

/** The files of a dataset that grows: as many as the run has, or as each will have. */
const withFiles = <T extends ExternalInput>(
  { runs }: Request,
  { files }: RunRow,
  inputs: Record<string, T>,
): Record<string, T> => {
  const grown = runs?.from === undefined ? undefined : inputs[runs.from];
  const count = files?.length ?? runs?.files;
  return runs?.from === undefined || grown === undefined || count === undefined
    ? inputs
    : { ...inputs, [runs.from]: { ...grown, files: count } };
};

const mapValues = <T>(values: Readonly<Record<string, T>>, change: (value: T) => T): Record<string, T> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]));

const fillTexts = <T extends object>(value: T, keys: readonly (keyof T)[], fill: (text: string) => string): T => {
  const filled = { ...value };
  for (const key of keys) {
    const text = value[key];
    if (typeof text === "string") Object.assign(filled, { [key]: fill(text) });
  }
  return filled;
};

export const amounts = ["files", "events"] as const;

/** Whether a column of the run list says how many files or events there are. */
export const countsByRun = ({ inputs }: Request): boolean =>
  Object.values(inputs ?? {}).some((input) => amounts.some((key) => typeof input[key] === "string"));

/** `21*segments` of a run whose list says 20 segments is 420. */
export const withCount = (input: ExternalInput, { columns }: RunRow): ExternalInput => {
  const counted = amounts.flatMap((key) => {
    const [column = "", factor = "1"] = String(input[key]).split("*").toReversed();
    const value = typeof input[key] === "string" ? columns[column] : undefined;
    return value === undefined ? [] : [[key, Number(factor) * value] as const];
  });
  return counted.length === 0 ? input : { ...input, ...Object.fromEntries(counted) };
};

const fillNames = (input: ExternalInput, fields: Readonly<Record<string, string>>): ExternalInput => ({
  ...input,
  ...Object.fromEntries(
    named.flatMap((key) => (input[key] === undefined ? [] : [[key, filledName(input[key], fields)]])),
  ),
});

const filledName = (name: string, fields: Readonly<Record<string, string>>): string =>
  name.replace(
    /\{([A-Za-z][A-Za-z0-9]*)\}/g,
    (whole, field: string) => (Object.hasOwn(fields, field) ? fields[field] : undefined) ?? whole,
  );

const fieldsFor = ({ tag, build, conditions }: Request): Readonly<Record<string, string>> => ({
  ...tag,
  build,
  conditions,
});

/** By the conventions' own rule; without one a name has no / but at its end. */
export const checkDatasetNames = (
  where: Located,
  request: Request,
  { datasets, experiment }: Pick<Conventions, "datasets" | "experiment">,
): readonly Problem[] =>
  Object.entries(request.inputs ?? {}).flatMap(([name, { dataset }]) => {
    if (dataset === undefined || /[{}]/.test(dataset)) return [];
    const bad = (what: string, hint: string | undefined): readonly Problem[] => [
      problemAt(where, ["inputs", name, "dataset"], "bad-dataset-name", {
        message: `"${dataset}" is not ${what}.`,
        hint,
      }),
    ];
    if (datasets !== undefined)
      return fitsRule(datasets, dataset) ? [] : bad(`a dataset name of ${experiment}`, ruleHint(datasets, dataset));
    return /\/./.test(dataset)
      ? bad(
          "a dataset or container name as PanDA and Rucio write it",
          "a / stands at the end of a container only, unless the conventions allow more with `datasets`",
        )
      : [];
  });

/** A remaining brace belongs to no field, or to no pair; a remaining column is none of the list. */
export const checkFilledNames = (where: Located, request: Request): readonly Problem[] => [
  ...checkInputNames(where, request),
  ...Object.entries(request.inputs ?? {}).flatMap(([name, input]) => [
    ...amounts
      .filter((key) => typeof input[key] === "string")
      .map((key) =>
        problemAt(where, ["inputs", name, key], "bad-amount", {
          message: `${input[key]} is neither a number nor a column of a run list of this request.`,
          hint: "the columns of a run list are `segments` and `events`",
        }),
      ),
    ...(input.list === undefined ? checkKeyNames(where, name, input.names) : []),
  ]),
  ...Object.entries(request.steps).flatMap(([name, { out }]) =>
    out.flatMap((one, index) =>
      outputName(one).includes("{")
        ? problemAt(where, ["steps", name, "out", index], "bad-output-name", {
            message: `${outputName(one)} names the run, and this request has no run list.`,
          })
        : [],
    ),
  ),
];

/** `{run}` is filled where there is a list; elsewhere the payload would get the braces. */
export const checkUnfilledRun = (where: Located, { runs, steps }: Request): readonly Problem[] =>
  runs !== undefined
    ? []
    : Object.entries(steps).flatMap(([name, { parameters = {} }]) =>
        Object.entries(parameters)
          .filter(([, value]) => typeof value === "string" && namesRun(value))
          .map(([key, value]) =>
            problemAt(where, ["steps", name, "parameters", key], "no-effect", {
              message: `\`${key}\` is ${value}, and this request has no run list: the payload would get the braces.`,
            }),
          ),
      );

/** Keys become variables of the payload; nothing could separate two without a text between them. */
const checkKeyNames = (where: Located, name: string, names: string | undefined): readonly Problem[] => {
  if (names === undefined) return [];
  const bad = (message: string): readonly Problem[] => [
    problemAt(where, ["inputs", name, "names"], "bad-file-names", { message }),
  ];
  const keys = keysOf(names);
  const twice = keys.find((key, index) => keys.indexOf(key) < index);
  const taken = keys.find((key) => isOfRun(key) || ofShrek.test(key) || ofShell.test(key));
  if (keys.length === 0) return bad(`${names} has no {KEY}, so that all files would have one name.`);
  if (twice !== undefined) return bad(`{${twice}} stands twice in ${names}.`);
  if (taken !== undefined) return bad(`{${taken}} in ${names} is a variable that is set otherwise.`);
  if (names.includes("}{"))
    return bad(
      `Two keys of ${names} stand side by side, and nobody can tell where the first one ends: write one key for both.`,
    );
  return /:[1-9]\}/.test(names) ? bad(`Digits are for {run} of a request with a run list, as in {run:8}.`) : [];
};

const checkInputNames = (where: Located, request: Request): readonly Problem[] =>
  Object.entries(request.inputs ?? {}).flatMap(([name, input]) =>
    named.flatMap((key) => {
      const value = input[key];
      if (value === undefined || !/[{}]/.test(value)) return [];
      const [field] = fieldsOf(value);
      const known = Object.keys(fieldsFor(request));
      return problemAt(where, ["inputs", name, key], "bad-dataset-name", {
        message:
          field === undefined
            ? `${value} has a brace that is not part of a {FIELD}.`
            : `{${field}} in ${value} is no field of the tag, nor build or conditions.`,
        hint:
          field === undefined
            ? "write a field between two braces, such as {campaign}, or no brace"
            : field === "run"
              ? "write `runs: { list: runs.txt }` for data of runs, or the name without {run}"
              : suggestName(field, known),
      });
    }),
  );
