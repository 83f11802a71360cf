import type { ConventionsRead } from "../conventions/read-conventions.ts";
import { tagOf } from "../production/validate-tag.ts";
import { isMapping, type Mapping } from "../text/mapping.ts";
import { readYaml } from "../text/read-yaml.ts";
import type { ProductionSource } from "../text/source-file.ts";
import type { Validation } from "../validate/validate-production.ts";
import { type Neighbour, productionFacts } from "./facts.ts";

/** The productions of a folder, from its validations: one entry for each production of the request. */
export const neighboursIn = (
  source: ProductionSource,
  judgements: readonly Validation[],
  conventions: ConventionsRead | undefined,
): readonly Neighbour[] => {
  const facts = judgements.flatMap(({ accepted }) =>
    accepted === undefined ? [] : [productionFacts(accepted.production)],
  );
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
    return {
      kind: "refused",
      path: source.folder,
      tag: tagOf(conventions.conventions, named) ?? null,
      version,
    };
  });
  return neighbours.length === 0 ? nameless : neighbours;
};

const mapping = (value: unknown): Mapping => (isMapping(value) ? value : {});
const texts = (fields: Mapping): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, String(value)]));
