import { canonicalJson, type Json, sha256 } from "../canonical-json.ts";
import type { ConventionsRead } from "../conventions/read-conventions.ts";
import type { Production } from "../production.ts";
import { readYaml } from "../request/read-yaml.ts";
import type { ProductionSource } from "../source-file.ts";
import { tagOf } from "../tag/judge-tag.ts";
import { isTrial } from "../tag/trial.ts";
import { requestPart } from "./content.ts";
import { outDSOf } from "./names.ts";

/** What a first look at a neighbour's request tells, without its files: enough to see that it concerns nobody. */
export type Sketch = { readonly outDS: string; readonly part: string };

export const sketchOf = (source: ProductionSource, conventions: ConventionsRead | undefined): Sketch | undefined => {
  const read = readYaml(source.file, source.bytes, "first-reading");
  if (read.kind === "unreadable" || conventions?.kind !== "read") return undefined;
  const request = read.value;
  if (!isMapping(request) || !isMapping(request.tag) || typeof request.version !== "string") return undefined;
  const fields = Object.fromEntries(Object.entries(request.tag).map(([field, value]) => [field, String(value)]));
  const named = { tag: fields, build: String(request.build), conditions: String(request.conditions) };
  const tag = tagOf(conventions.conventions, named);
  if (tag === undefined) return undefined;
  return {
    outDS: outDSOf(conventions.conventions, tag, request.version, isTrial(request.version)),
    part: partOf(request),
  };
};

/** Whether a neighbour has to be looked at whole: the same names, or a request that says the same. */
export const concerns = (sketch: Sketch | undefined, judged: readonly Production[]): boolean =>
  sketch !== undefined &&
  judged.some(
    (production) =>
      production.outDS === sketch.outDS || partOf(production.request as unknown as Mapping) === sketch.part,
  );

type Mapping = { readonly [key: string]: Json };
const isMapping = (value: Json | undefined): value is Mapping =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const partOf = (request: Mapping): string => sha256(canonicalJson(requestPart(request)));
