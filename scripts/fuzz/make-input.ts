import { stringify } from "yaml";
import { readYaml } from "../../action/core/text/read-yaml.ts";
import type { ProductionSource } from "../../action/core/text/source-file.ts";
import type { Chance } from "./chance.ts";
import type { Corpus } from "./corpus.ts";
import { requestFromSchema } from "./from-schema.ts";
import { mutateBytes } from "./mutate-bytes.ts";
import { mutateLines } from "./mutate-lines.ts";
import { mutateValue } from "./mutate-values.ts";

export const levels = ["bytes", "lines", "values", "schema", "conventions"] as const;
export type Input = { readonly level: (typeof levels)[number]; readonly source: ProductionSource };

/** A request, or the conventions above it, with one to four mutations. */
export const makeInput = (by: Chance, corpus: Corpus): Input => {
  const level = by.of(levels);
  const source = by.of(corpus.sources);
  const { conventions } = source;
  if (level !== "conventions" || conventions === undefined)
    return { level, source: { ...source, bytes: mutated(by, level, source.bytes, corpus) } };
  const way = by.of(["bytes", "lines", "values"] as const);
  return {
    level,
    source: { ...source, conventions: { ...conventions, bytes: mutated(by, way, conventions.bytes, corpus) } },
  };
};

const mutated = (by: Chance, level: Input["level"], bytes: Uint8Array, corpus: Corpus): Uint8Array => {
  const times = by.of([1, 1, 1, 2, 4]);
  const other = by.of(corpus.sources).bytes;
  let changed = bytes;
  switch (level) {
    case "bytes":
      for (let n = 0; n < times; n++) changed = mutateBytes(by, changed, other);
      return changed;
    case "lines": {
      let text = decode(bytes);
      for (let n = 0; n < times; n++) text = mutateLines(by, text, decode(other));
      return encode(text);
    }
    case "values":
    case "schema":
    case "conventions": {
      const value = level === "schema" ? requestFromSchema(by) : valueOf(bytes);
      for (let n = level === "schema" ? by.of([0, 0, 1]) : times; n > 0; n--) mutateValue(by, value, corpus.values);
      return encode(by.oneIn(2) ? JSON.stringify(value) : written(value));
    }
  }
};

const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

const written = (value: unknown): string => {
  try {
    return stringify(value);
  } catch {
    return JSON.stringify(value); // a key that YAML cannot write
  }
};

/** As the judge reads it: neither loops nor bombs. */
const valueOf = (bytes: Uint8Array): unknown => {
  const read = readYaml("p.yaml", bytes, "first-reading");
  return read.kind === "read" ? structuredClone(read.value) : {};
};
