import { fileKeys, fileName } from "../conventions/file-template.ts";
import { fieldExpression, keysOf } from "../production/file-names.ts";
import type { Production, Step } from "../production/production.ts";
import { takenFields } from "../production/validate-tag.ts";

/** An output of a step, as its files have it in their names. */
export type NamedOutput = {
  readonly step: Step;
  readonly output: string;
  /** Its own name has the run already. */
  readonly namesRun: boolean;
};

/**
 * The name that the conventions give a file, by what PanDA's name of it says (PANDA J7). `undefined`: they say none, or
 * two files of the step, of one run or of two, would be called the same.
 */
export const displayName = (production: Production, of: NamedOutput, file: string): string | undefined => {
  const template = production.conventions.names.file;
  if (template === undefined || !tellsRun(template, production, of) || !tellsApart(template, of.step)) return undefined;
  const keys = keysIn(of, file);
  return keys === undefined ? undefined : fileName(template, { ...everywhere(production, of), ...keys });
};

/** Each run has a file of this output, and people have the files of all runs in one place. */
const tellsRun = (template: string, { row: run }: Production, { namesRun }: NamedOutput): boolean =>
  run === undefined || namesRun || fileKeys(template).includes("run");

/** One job in all, or one for each value of keys that are all in the template. */
export const tellsApart = (template: string, { naming, maxJobs }: Pick<Step, "naming" | "maxJobs">): boolean => {
  if (maxJobs === 1) return true;
  const inTemplate = fileKeys(template);
  return naming !== undefined && naming.fields.flatMap(keysOf).every((key) => inTemplate.includes(key));
};

const everywhere = (
  production: Production,
  { step, output, namesRun }: NamedOutput,
): Readonly<Record<string, string>> => {
  const { request, conventions, tag, version, row: run } = production;
  const dot = output.indexOf(".", 1);
  return {
    ...request.tag,
    build: step.build,
    conditions: request.conditions,
    ...takenFields(conventions, { ...request, build: step.build }),
    tag,
    version,
    step: step.name,
    ...(run === undefined || namesRun ? {} : { run: String(run.run) }),
    name: dot < 0 ? output : output.slice(0, dot),
    suffix: dot < 0 ? "" : output.slice(dot),
  };
};

/** After `user.<nick>.` and before `<task>._<serial>.<output>`; `undefined`: the name says something else. */
const keysIn = ({ step, output }: NamedOutput, file: string): Readonly<Record<string, string>> | undefined => {
  const fields = step.naming?.fields ?? [];
  if (fields.length === 0) return {};
  const expression = fields.map((field) => `[.]${fieldExpression(field)}`).join("");
  const found = new RegExp(`^[^.]+[.][^.]+${expression}[.][0-9]+[.]_[0-9]+[.]`).exec(file);
  if (found === null || !file.endsWith(`.${output}`)) return undefined;
  const keys = fields.flatMap(keysOf);
  return Object.fromEntries(keys.map((key, index) => [key, found[index + 1] ?? ""]));
};
