import type { Production, Step } from "../../production/production.ts";
import { expand, unknown, type Values } from "./expand.ts";
import type { Script } from "./script.ts";

/** Longer values are built to be long. */
const maxValueLength = 4096;

/** Values that are known before the job runs: what SHREK and the author set, and what the script sets once and plainly. */
export const valuesOf = (production: Production, step: Step, script: Script): Values => {
  const given = givenTo(production, step);
  const known = new Map<string, string | undefined>();
  let depth = 0;
  const values: Values = (name) => {
    if (known.has(name)) return known.get(name);
    // A name that leads back to itself, or through too many others, is not known.
    known.set(name, undefined);
    depth++;
    const value = script.facts.assigned.has(name) ? assigned(name) : given.get(name);
    depth--;
    known.set(name, value);
    return value;
  };
  const assigned = (name: string): string | undefined => {
    const word = script.facts.values.get(name);
    if (word === undefined || given.has(name) || depth > 50) return undefined;
    const text = expand(word, values);
    return text.length > maxValueLength || text === unknown ? undefined : text;
  };
  return values;
};

const givenTo = (production: Production, step: Step): ReadonlyMap<string, string> => {
  const { request, tag, version } = production;
  return new Map([
    ["tag", tag],
    ["version", version],
    ["build", step.build],
    ["conditions", request.conditions],
    ["step", step.name],
    ...(step.eventsPerJob === undefined ? [] : [["nEvents", String(step.eventsPerJob)] as const]),
    ...Object.entries(step.parameters).map(([name, value]) => [name, String(value)] as const),
  ]);
};
