import type { Problem } from "../../problems/problem.ts";
import { isByPattern } from "../../production/all-files.ts";
import { onlyWatches } from "../../production/condition.ts";
import type { Wired } from "../../production/connected-step.ts";
import { keysOf } from "../../production/file-names.ts";
import type { InputSource, Naming } from "../../production/production.ts";
import type { Request, RequestInput, RequestStep } from "../../request/request.ts";
import { type Located, problemAt } from "../../text/places.ts";
import type { Edge } from "./references.ts";

/** A field of a file's name with its place, counted from 1 as PanDA does. */
type Field = { readonly number: number; readonly text: string };

/** JEDI reads this many files at a time (a setting of its template). A group that begins in one reading and ends in the next would be cut. */
const maxGrouped = 5000;

/**
 * What each step knows of its files by their names, and passes on: the fields that hold keys, from an input whose `names`
 * say them, through every step that reads one file a job or a group of files with equal keys (PANDA J7, ADR 6).
 */
export const checkKeys = (
  where: Located,
  request: Request,
  edges: readonly Edge[],
  steps: readonly Wired[],
): { readonly naming: ReadonlyMap<string, Naming>; readonly problems: readonly Problem[] } => {
  const naming = new Map<string, Naming>();
  const problems: Problem[] = [];
  const fieldsOf = (source: InputSource): readonly Field[] =>
    isByPattern(request, source)
      ? []
      : source.kind === "step"
        ? // After user.<nick>.
          (naming.get(source.step)?.fields ?? []).map((text, index) => ({ number: index + 3, text }))
        : fieldsOfName(request.inputs?.[source.input]?.names);
  for (const { name, inputs } of steps) {
    const step = request.steps[name];
    const written = step?.in?.[0];
    const [input] = inputs;
    if (step === undefined || written === undefined || input === undefined) continue;
    const fields = fieldsOf(input.source);
    if (written.group !== undefined) {
      const chosen = groupedFields(written, step, fields, input.files);
      if (typeof chosen === "string")
        problems.push(
          problemAt(where, ["steps", name, "in", 0, "group"], "cannot-group", {
            message: `\`${name}\` cannot group its files: ${chosen}.`,
            key: true,
          }),
        );
      else naming.set(name, namingOf(chosen, true));
    } else if (passesOn(step, written) && !input.pair) {
      const keyed = fields.filter(({ text }) => keysOf(text).length > 0);
      if (keyed.length > 0) naming.set(name, namingOf(inGroups(keyed, groupsBehind(request, edges, name)), false));
    }
  }
  return { naming, problems: [...problems, ...elsewhere(where, request)] };
};

const fieldsOfName = (names: string | undefined): readonly Field[] =>
  (names?.split(".") ?? []).map((text, index) => ({ number: index + 1, text }));

const namingOf = (fields: readonly Field[], grouped: boolean): Naming => ({
  numbers: fields.map(({ number }) => number),
  fields: fields.map(({ text }) => text),
  grouped,
});

/** One file a job, once: what its name says holds for what is made of it. */
const passesOn = (step: RequestStep, { filesPerJob, gbPerJob, repeat, eventsPerFile }: RequestInput): boolean =>
  !onlyWatches(step) && filesPerJob === 1 && [gbPerJob, repeat, eventsPerFile].every((one) => one === undefined);

/** By which keys the steps that read this one, or what is made of it file by file, group. */
const groupsBehind = (request: Request, edges: readonly Edge[], step: string): readonly string[] =>
  edges.flatMap((edge) => {
    if (edge.index !== 0 || edge.source.kind !== "step" || edge.source.step !== step) return [];
    const reader = request.steps[edge.step];
    const written = reader?.in?.[0];
    if (reader === undefined || written === undefined) return [];
    return written.group === undefined
      ? passesOn(reader, written)
        ? groupsBehind(request, edges, edge.step)
        : []
      : groupKeys(written);
  });

const groupKeys = ({ group = [] }: RequestInput): readonly string[] => (typeof group === "string" ? [group] : group);

/** PanDA sorts files by name, and a job takes consecutive ones: the keys by which they are grouped come first. */
const inGroups = (fields: readonly Field[], keys: readonly string[]): readonly Field[] => {
  const isFirst = ({ text }: Field): boolean => keysOf(text).some((key) => keys.includes(key));
  return [...fields.filter(isFirst), ...fields.filter((field) => !isFirst(field))];
};

/** The fields that are equal in a group, or why there is none. */
const groupedFields = (
  written: RequestInput,
  step: RequestStep,
  fields: readonly Field[],
  files: number | undefined,
): readonly Field[] | string => {
  const wanted = groupKeys(written);
  const known = fields.flatMap(({ text }) => keysOf(text));
  const absent = wanted.find((key) => !known.includes(key));
  if (absent !== undefined)
    return known.length === 0
      ? "their names say nothing; write `names` at the input that they come from, and read it one file a job up to here"
      : `their names do not say {${absent}}, but ${known.map((key) => `{${key}}`).join(", ")}`;
  const chosen = fields.filter(({ text }) => keysOf(text).some((key) => wanted.includes(key)));
  const mixed = chosen.find(({ text }) => keysOf(text).some((key) => !wanted.includes(key)));
  if (mixed !== undefined)
    return `${mixed.text} is one field of the name, and PanDA compares whole fields, from dot to dot; group by all keys of this field`;
  const last = Math.max(...chosen.map(({ number }) => number));
  const before = fields.find(
    (field) => field.number < last && keysOf(field.text).length > 0 && !chosen.includes(field),
  );
  if (before !== undefined)
    return `${before.text} stands before it in the name, and PanDA sorts by name; read the files one a job in a step before`;
  if (step.when !== undefined) return "`when` cannot be used with `group`; remove one of them";
  const { filesPerJob } = written;
  if (typeof filesPerJob !== "number" || filesPerJob < 2)
    return "write at `filesPerJob` how many files a group has, 2 to 200";
  if (files !== undefined && files % filesPerJob !== 0)
    return `${files} files cannot be divided into groups of ${filesPerJob}; correct \`filesPerJob\` or the expected number of files`;
  return files !== undefined && files > maxGrouped
    ? `there are ${files} files, and PanDA can group at most ${maxGrouped}`
    : chosen;
};

/** Of the first input alone, and not of one that is joined otherwise. */
const elsewhere = (where: Located, request: Request): readonly Problem[] =>
  Object.entries(request.steps).flatMap(([name, { in: inputs = [] }]) =>
    inputs.flatMap((input, index) => {
      const key = (["gbPerJob", "maxFiles", "skip", "repeat"] as const).find((one) => input[one] !== undefined);
      if (input.group === undefined || (index === 0 && key === undefined)) return [];
      return problemAt(where, ["steps", name, "in", index, "group"], "cannot-group", {
        message:
          index > 0
            ? `\`group\` works on the first input of \`${name}\`, which drives the splitting.`
            : `\`${key}\` cannot be used with \`group\`.`,
        key: true,
      });
    }),
  );
