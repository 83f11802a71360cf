import { type ConventionsRead, conventionsGoverning } from "../conventions/read-conventions.ts";
import type { Intent } from "../ledger/event.ts";
import type { Problem } from "../problems/problem.ts";
import type { CountedProduction, Production } from "../production/production.ts";
import type { ValidProduction } from "../production/valid-production.ts";
import { tagOf } from "../production/validate-tag.ts";
import { isMapping, type Mapping } from "../text/mapping.ts";
import { readYaml, type Trust } from "../text/read-yaml.ts";
import type { ProductionSource } from "../text/source-file.ts";
import { intendedRow, pickRun } from "../validate/split-runs.ts";
import { type Validation, validateProduction } from "../validate/validate-production.ts";
import type { Since } from "../versioning/check-version.ts";
import type { EventsWanted } from "../versioning/target.ts";
import { type Neighbour, productionFacts } from "./facts.ts";

/** A production and what is wrong with it: by itself, beside its neighbours, and against the ledger. */
export type Validated = {
  readonly source: ProductionSource;
  readonly problems: readonly Problem[];
  readonly valid: Validation["valid"];
  /** The same with what others make of what it reads. */
  readonly counted: CountedProduction | undefined;
  /** What changed since the newest release; `undefined`: there is none, or nobody could be asked. */
  /** What of the events that it wants it makes; `undefined`: it wants no number. */
  readonly target?: EventsWanted | undefined;
  readonly since: Since | undefined;
};

/** The productions of a folder, from its validations: one entry for each production of the request. */
export const neighboursIn = (
  source: ProductionSource,
  judgements: readonly Validation[],
  conventions: ConventionsRead | undefined,
): readonly Neighbour[] => {
  const facts = judgements.flatMap(({ valid }) => (valid === undefined ? [] : [productionFacts(valid.production)]));
  if (facts.length > 0 && facts.length === judgements.length) return facts;
  const known = new Set(facts.map(({ tag }) => tag));
  return [...facts, ...refusedIn(source, conventions).filter(({ tag }) => tag === null || !known.has(tag))];
};

/** As far as a refused request can be read: the reader of its data should not get the message that there is no such production. */
const refusedIn = (source: ProductionSource, conventions: ConventionsRead | undefined): readonly Neighbour[] => {
  const nameless: readonly Neighbour[] = [{ kind: "refused", path: source.folder, tag: null, version: null }];
  const read = readYaml(source.file, source.bytes, "first-reading");
  if (read.kind === "unreadable" || conventions?.kind !== "read") return nameless;
  const request = mapping(read.value);
  const variants = Array.isArray(request.variants) ? request.variants : [{}];
  const version = typeof request.version === "string" ? request.version : null;
  const neighbours = variants.map((variant): Neighbour => {
    const fields = texts({ ...mapping(request.tag), ...mapping(mapping(variant).tag) });
    const named = { tag: fields, build: String(request.build), conditions: String(request.conditions) };
    return { kind: "refused", path: source.folder, tag: tagOf(conventions.conventions, named) ?? null, version };
  });
  return neighbours.length === 0 ? nameless : neighbours;
};

const mapping = (value: unknown): Mapping => (isMapping(value) ? value : {});
const texts = (fields: Mapping): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, String(value)]));

/** One validation for a production; a request that has variants or cannot be read gives several or one. */
export const validateEach = (
  sources: readonly ProductionSource[],
  trust: Trust = "two-readings",
): readonly Validation[] =>
  sources.flatMap((source) =>
    trust === "two-readings" ? validateOne(source) : validateProduction(source, conventionsGoverning(source), trust),
  );

/** The productions in these folders, for their neighbours. Their problems are not reported. */
export const statusIn = (sources: readonly ProductionSource[]): ReadonlyMap<string, readonly Neighbour[]> =>
  new Map(
    sources.map((source) => {
      const conventions = conventionsGoverning(source);
      return [
        source.folder,
        neighboursIn(source, validateProduction(source, conventions, "first-reading"), conventions),
      ];
    }),
  );

/** Of a request with variants, the production with this tag; `undefined` when it is refused or gone. */
export const validAs = (judgements: readonly Validation[], tag: string): Validation["valid"] =>
  judgements.find(({ valid }) => valid?.production.tag === tag)?.valid;

/** The same of one run, with what is known of it; `undefined` also where the production does not have it. */
export const validRun = (
  judgements: readonly Validation[],
  { tag, run, ...known }: Pick<Intent, "tag" | "run"> & (Pick<Intent, "content"> | Pick<Production, "row">),
): ValidProduction | undefined => {
  const whole = validAs(judgements, tag);
  return whole && pickRun(whole, run, "content" in known ? intendedRow(known.content) : known.row);
};

/** The validation of one request, or of each variant. Each run of a list asks for its request. */
export const validateOne = (source: ProductionSource): readonly Validation[] => {
  const known = validated.get(source) ?? validateProduction(source, conventionsGoverning(source));
  validated.set(source, known);
  return known;
};

const validated = new WeakMap<ProductionSource, readonly Validation[]>();
