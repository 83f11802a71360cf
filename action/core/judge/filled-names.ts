import type { Conventions } from "../conventions/conventions.ts";
import { fieldsOf } from "../conventions/template.ts";
import type { Problem } from "../problems/problem.ts";
import type { ExternalInput, Request } from "../request/request.ts";
import { suggestName } from "../text/nearest-name.ts";
import { type Located, problemAt } from "../text/places.ts";
import { fitsRule, ruleHint } from "../text/rule.ts";
import type { RunRow } from "./run-lines.ts";

const named = ["dataset", "task"] as const;

/** With the fields of the tag, build and conditions in the names of input data: each variant reads its own. */
export const withFilledNames = (request: Request): Request => {
  const inputs = Object.entries(request.inputs ?? {});
  if (!inputs.some(([, input]) => named.some((key) => input[key]?.includes("{")))) return request;
  const fields = fieldsFor(request);
  return { ...request, inputs: Object.fromEntries(inputs.map(([name, input]) => [name, fillNames(input, fields)])) };
};

/** The number of the run in the names of input data: each block reads its own. */
export const withRun = (request: Request, { run }: RunRow): Request => {
  if (request.inputs === undefined) return request;
  const fields = { run: String(run) };
  return {
    ...request,
    inputs: Object.fromEntries(Object.entries(request.inputs).map(([name, input]) => [name, fillNames(input, fields)])),
  };
};

const fillNames = (input: ExternalInput, fields: Readonly<Record<string, string>>): ExternalInput => ({
  ...input,
  ...Object.fromEntries(
    named.flatMap((key) => (input[key] === undefined ? [] : [[key, filledName(input[key], fields)]])),
  ),
});

const filledName = (name: string, fields: Readonly<Record<string, string>>): string =>
  name.replace(
    /\{([A-Za-z]+)\}/g,
    (whole, field: string) => (Object.hasOwn(fields, field) ? fields[field] : undefined) ?? whole,
  );

const fieldsFor = ({ tag, build, conditions }: Request): Readonly<Record<string, string>> => ({
  ...tag,
  build,
  conditions,
});

/** By the conventions' own rule; without one a name has no / but at its end. */
export const judgeDatasetNames = (
  where: Located,
  request: Request,
  { datasets, experiment }: Pick<Conventions, "datasets" | "experiment">,
): readonly Problem[] =>
  Object.entries(request.inputs ?? {}).flatMap(([name, { dataset }]) => {
    if (dataset === undefined || /[{}]/.test(dataset)) return [];
    const bad = (what: string, hint: string | undefined): readonly Problem[] => [
      problemAt(where, ["inputs", name, "dataset"], "bad-dataset-name", `"${dataset}" is not ${what}.`, { hint }),
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

/** A brace that is left is of no field, or of no pair. */
export const judgeFilledNames = (where: Located, request: Request): readonly Problem[] =>
  Object.entries(request.inputs ?? {}).flatMap(([name, input]) =>
    named.flatMap((key) => {
      const value = input[key];
      if (value === undefined || !/[{}]/.test(value)) return [];
      const [field] = fieldsOf(value);
      const known = Object.keys(fieldsFor(request));
      return [
        problemAt(
          where,
          ["inputs", name, key],
          "bad-dataset-name",
          field === undefined
            ? `${value} has a brace that belongs to no {FIELD}.`
            : `{${field}} in ${value} is no field of the tag, nor build or conditions.`,
          { hint: field === undefined ? undefined : suggestName(field, known) },
        ),
      ];
    }),
  );
