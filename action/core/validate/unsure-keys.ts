import { type RestingKey, restingKeys, type Unsure } from "../lint/unsure.ts";
import type { Problem, ProblemCode } from "../problems/problem.ts";
import { requestSchema } from "../request/schema.ts";
import { stepSchema } from "../request/step-schema.ts";
import { nearestName } from "../text/nearest-name.ts";
import type { Located, Path, Place } from "../text/places.ts";

type Mistakes = { readonly wrong: readonly Path[]; readonly problems: readonly Problem[] };

/** Of which keys it is not known what the author meant: those that are wrong, and those at which a problem stands. */
export const unsureKeys = (where: Located, written: object, { wrong, problems }: Mistakes): Unsure => {
  const sections = sectionsOf(where, written);
  const paths = [...wrong, ...problems.slice(0, maxPlaced).map((problem) => pathOfProblem(where, sections, problem))];
  const [everywhere, ofSteps] = [new Set<RestingKey>(), new Map<string, Set<RestingKey>>()];
  for (const path of paths) {
    const step = path[0] === "steps" && path.length > 1 ? String(path[1]) : undefined;
    const keys = step === undefined ? everywhere : (ofSteps.get(step) ?? new Set());
    if (step !== undefined) ofSteps.set(step, keys);
    for (const key of meantBy(written, path)) keys.add(key);
  }
  // Inputs from outside are nothing to a step that reads none.
  const readsNothing = (step: string): boolean => valueAt(written, ["steps", step, "in"]) === undefined;
  return (step) =>
    new Set([...[...everywhere].filter((key) => key !== "in" || !readsNothing(step)), ...(ofSteps.get(step) ?? [])]);
};

/** Far more than anybody makes; hostile files hold as many problems as keys. */
const maxPlaced = 500;

const meantBy = (written: object, path: Path): readonly RestingKey[] => {
  const [top, step, key] = path;
  if (top === undefined) return [];
  if (top === "steps" && step !== undefined) return key === undefined ? restingKeys : ofStepKey(written, path);
  const meant = nearestName(String(top), Object.keys(requestSchema.properties));
  if (meant === undefined) return typeof valueAt(written, path) === "object" ? restingKeys : [];
  // A word or a number names nothing that a payload could read.
  if (meant === "variants" && typeof valueAt(written, path) !== "object" && valueAt(written, path) !== undefined)
    return [];
  return ofTop[meant] ?? [];
};

const ofTop: Readonly<Record<string, readonly RestingKey[]>> = {
  steps: restingKeys,
  variants: restingKeys,
  inputs: ["in"],
  runs: ["runs"],
  conditions: ["conditions"],
};

/** A key that nobody knows may have been meant as any that takes such a value. */
const ofStepKey = (written: object, path: Path): readonly RestingKey[] => {
  const meant = nearestName(String(path[2]), Object.keys(stepSchema.properties));
  if (meant === "run") return restingKeys;
  if (meant === undefined) {
    const value = valueAt(written, path);
    if (typeof value === "object") return restingKeys;
    return typeof value === "string" ? ["table"] : ["jobs", "eventsPerJob"];
  }
  // Bash that is not known may read any variable.
  if (meant === "checks") return ["eventsPerJob"];
  return restingKeys.filter((one) => one === meant);
};

const valueAt = (tree: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null ? (value as Record<string, unknown>)[String(key)] : undefined,
    tree,
  );

type Section = { readonly path: Path; readonly place: Place };

const sectionsOf = ({ places }: Located, written: object): readonly Section[] => {
  const found: Section[] = [];
  const add = (path: Path): void => void found.push({ path, place: places.ofKey(path) });
  for (const [top, value] of Object.entries(written)) {
    add([top]);
    if (top === "steps")
      for (const [step, options] of Object.entries(value as object)) {
        add([top, step]);
        for (const key of Object.keys((options ?? {}) as object)) add([top, step, key]);
      }
  }
  return found.toSorted((a, b) => comparePlaces(a.place, b.place));
};

const comparePlaces = (a: Place, b: Place): number => a.line - b.line || a.col - b.col;

/** Problems that stand at the name of a step, and what they are about. */
const atTheStep: Partial<Record<ProblemCode, readonly string[]>> = {
  "no-site": ["sites"],
  "jobs-missing": ["jobs"],
  "name-too-long": ["sites"],
};

const pathOfProblem = ({ file }: Located, sections: readonly Section[], problem: Problem): Path => {
  // Of a table or a list of runs.
  if (problem.file !== file) return ["steps"];
  const path = sections.findLast(({ place }) => comparePlaces(place, problem) <= 0)?.path ?? [];
  return path.length === 2 ? [...path, ...(atTheStep[problem.code] ?? [])] : path;
};
