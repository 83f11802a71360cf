import type { Conventions } from "../conventions/conventions.ts";
import type { Problem } from "../problems/problem.ts";
import type { Request } from "../request/request.ts";
import { type Located, type Path, problemAt } from "../text/places.ts";

/** What is legal and probably a slip: a copy that was not changed everywhere. */
export const checkCopyPaste = (where: Located, request: Request, conventions: Conventions): readonly Problem[] => [
  ...mixedRuns(where, request),
  ...tagAndContent(where, request, conventions),
  ...conditionsOfAnother(where, request),
];

/** `build: ana.419` with `conditions: MDC2_ana.418`: one of the two was not moved. */
const conditionsOfAnother = (where: Located, { build, conditions }: Request): readonly Problem[] => {
  const [, family = "", number = ""] = /^([A-Za-z]+)\.?([0-9]+)$/.exec(build) ?? [];
  if (family === "" || !conditions.includes(family)) return [];
  const [, named = ""] = new RegExp(`(?:^|[^A-Za-z0-9])${family}\\.?([0-9]+)(?![0-9.])`).exec(conditions) ?? [];
  if (named === "" || named === number) return [];
  const message = `The conditions ${conditions} name ${family}.${named}, and the build is ${build}.`;
  return [problemAt(where, ["conditions"], "conditions-of-another-build", { message })];
};

const isRunNumber = (name: string): boolean => /^run_?(number|no|nr)?$/i.test(name);

/** Steps of one workflow work on one run; of 2022's workflows, some mixed 1 and 10. */
const mixedRuns = (where: Located, { steps }: Request): readonly Problem[] => {
  const runs = Object.entries(steps).flatMap(([step, { parameters = {} }]) =>
    Object.entries(parameters)
      .filter(([name]) => isRunNumber(name))
      .map(([name, value]) => ({ step, name, value: String(value) })),
  );
  const [first] = runs;
  return runs
    .filter(({ value }) => value !== first?.value)
    .map(({ step, name, value }) =>
      problemAt(where, ["steps", step, "parameters", name], "mixed-runs", {
        message: `\`${name}\` is ${value} in \`${step}\` and ${first?.value} in \`${first?.step}\`.`,
      }),
    );
};

/** A production tagged signal that makes the background: the conventions say which words do not go together. */
const tagAndContent = (where: Located, request: Request, { tag }: Conventions): readonly Problem[] =>
  Object.entries(request.tag).flatMap(([field, value]) => {
    const words = ownEntry(ownEntry(tag.contradicts ?? {}, field) ?? {}, value) ?? [];
    if (words.length === 0) return [];
    return writtenTexts(request).flatMap(({ path, text }) => {
      const word = words.find((one) => text.toLowerCase().includes(one.toLowerCase()));
      return word === undefined
        ? []
        : problemAt(where, path, "tag-and-content", {
            message: `The tag has ${field} ${value}, but this text has "${word}": ${shortened(text)}.`,
            key: path.length === 2,
          });
    });
  });

const ownEntry = <T>(table: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;

const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}...` : text);

/** Names of steps, values of parameters and globs of resources: what a copy forgets to change. Inputs may name anything. */
const writtenTexts = ({ steps }: Request): readonly { readonly path: Path; readonly text: string }[] =>
  Object.entries(steps).flatMap(([name, { parameters = {}, resources = [] }]) => [
    { path: ["steps", name], text: name },
    ...Object.entries(parameters).map(([key, value]) => ({
      path: ["steps", name, "parameters", key],
      text: String(value),
    })),
    ...resources.map((resource, index) => ({
      path: ["steps", name, "resources", index],
      text: typeof resource === "string" ? resource : resource.path,
    })),
  ]);
