import type { Conventions } from "../conventions/conventions.ts";
import type { ConventionsRead } from "../conventions/read-conventions.ts";
import { checkUnusual } from "../files/unsupported-files.ts";
import validateRequest from "../generated/validate-request.js";
import type { Unsure } from "../lint/unsure.ts";
import { weightOf } from "../problems/problem.ts";
import type { Production } from "../production/production.ts";
import type { Request } from "../request/request.ts";
import type { Located, Path } from "../text/places.ts";
import { largestRequest, type Read, readYaml } from "../text/read-yaml.ts";
import type { ProductionSource } from "../text/source-file.ts";
import { legibleText } from "./legible-text.ts";
import { makeProduction } from "./make-production.ts";
import { checkMatrix, listVariants } from "./matrix.ts";
import { checkParts, type OneRequest, readParts } from "./request-parts.ts";
import { unsureKeys } from "./unsure-keys.ts";
import { expandVariants } from "./variants.ts";

/** The payloads of a request that is refused, and what they may not be compared with. */
export type SalvagedPayloads = { readonly production: Production; readonly unsure: Unsure };

type WrittenKeys = Readonly<Record<string, unknown>>;

/**
 * What is wrong with a payload does not depend on the rest: nobody should push twice, first for the form and then for
 * the commands. Made of each key that is right by itself; never planned, compared or submitted.
 */
export const salvagePayloads = (
  source: ProductionSource,
  conventions: ConventionsRead | undefined,
): readonly SalvagedPayloads[] => {
  if (checkUnusual(source).length > 0) return [];
  const { read, lost } = readRest(source);
  if (read.kind === "unreadable" || !isMapping(read.value) || !isMapping(read.value.steps)) return [];
  const where: Located = { file: source.file, places: read.places };
  const wrong: Path[] = [...lost];
  const request = rightPart(read.value, read.value.steps, wrong);
  if (Object.keys(request.steps).length === 0) return [];
  const written = read.value;
  if (checkMatrix(where, request).length > 0) return [];
  const listed = listVariants(where, request);
  return expandVariants(listed.where, listed.request).map((one) => {
    const file = {
      source,
      conventions: conventions?.kind === "read" ? conventions.conventions : anyConventions,
      listed: [],
      trust: "two-readings",
      variant: true,
    } as const;
    return salvaged({ ...file, ...one }, written, wrong);
  });
};

/** As a whole, or without the lines that are no YAML. */
const readRest = ({ file, bytes }: ProductionSource): { readonly read: Read; readonly lost: readonly Path[] } => {
  const read = readYaml(file, bytes);
  if (read.kind === "read" || bytes.length > largestRequest) return { read, lost: [] };
  const { text, lost } = legibleText(new TextDecoder().decode(bytes));
  return { read: readYaml(file, new TextEncoder().encode(text)), lost };
};

/** Nobody knows what they would say: no lint of a payload looks at them. */
const anyConventions: Conventions = {
  conventions: 1,
  experiment: "unknown",
  tag: { template: "unknown", fields: {} },
  version: { style: "semver" },
  names: { outDS: "{scope}.{tag}.v{version}" },
  scopes: { trial: "unknown", release: "unknown" },
  labels: { trial: "test", release: "managed" },
  vo: "unknown",
  workingGroup: "unknown",
  sites: {},
  monitor: "unknown",
};

const salvaged = (one: OneRequest, written: WrittenKeys, wrong: readonly Path[]): SalvagedPayloads => {
  const whole = readParts(one);
  const problems = checkParts(one, whole).filter(({ code }) => weightOf(code) === undefined);
  const inCircle = whole.wiring.steps.length === 0;
  const parts = inCircle ? readParts({ ...one, request: withoutInputs(one.request) }) : whole;
  const { production } = makeProduction(one, parts, parts.tagged.tag ?? "unknown");
  const also: readonly Path[] = inCircle ? [["inputs"]] : [];
  return { production, unsure: unsureKeys(one.where, written, { wrong: [...wrong, ...also], problems }) };
};

const withoutInputs = (request: Request): Request => ({
  ...request,
  steps: Object.fromEntries(Object.entries(request.steps).map(([name, { in: _, ...step }]) => [name, step])),
});

const isMapping = (value: unknown): value is WrittenKeys =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const least = {
  schema: 1,
  version: "0.0.0",
  tag: {},
  description: "unknown",
  contact: ["@unknown"],
  build: "unknown",
  conditions: "unknown",
};
const leastStep = { out: ["unknown"], run: "true" };

/** Beside the least that a request needs, each key is right or wrong by itself. */
const rightPart = (written: WrittenKeys, steps: WrittenKeys, wrong: Path[]): Request => {
  const { acknowledge, ...rest } = written;
  const top = rightKeys(rest, ["steps"], (part) => validateRequest({ ...least, steps: { step: leastStep }, ...part }));
  wrong.push(...Object.keys(rest).flatMap((key) => (key in top || key === "steps" ? [] : [[key]])));
  const right = Object.entries(steps).flatMap(([name, step]): readonly (readonly [string, object])[] => {
    if (!isMapping(step) || typeof step.run !== "string") return [];
    const kept = rightKeys(step, [], (part) =>
      validateRequest({ ...least, steps: { step: { ...leastStep, ...part } } }),
    );
    if (!("run" in kept)) return [];
    const missing = "out" in step ? [] : ["out"];
    wrong.push(...[...missing, ...Object.keys(step)].flatMap((key) => (key in kept ? [] : [["steps", name, key]])));
    return [[name, { ...leastStep, ...kept }]];
  });
  return { ...least, ...top, steps: Object.fromEntries(right), acknowledge: acknowledged(acknowledge) } as Request;
};

const rightKeys = (tree: WrittenKeys, except: readonly string[], fits: (part: WrittenKeys) => boolean): WrittenKeys =>
  Object.fromEntries(Object.entries(tree).filter(([key, value]) => !except.includes(key) && fits({ [key]: value })));

/** What the author accepts is known, also where the reason has a mistake. */
const acknowledged = (written: unknown): Request["acknowledge"] =>
  (Array.isArray(written) ? written : [])
    .filter(isMapping)
    .flatMap(({ code, reason }) => (typeof code === "string" ? [{ code, reason: String(reason) }] : []));
