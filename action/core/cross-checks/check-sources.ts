import { chainOf, readGoverning } from "../conventions/governing.ts";
import type { ConventionsRead } from "../conventions/read-conventions.ts";
import type { Intent } from "../ledger/event.ts";
import { type Accepted } from "../production/accepted.ts";
import type { Production } from "../production/production.ts";
import { sha256 } from "../text/canonical-json.ts";
import type { Trust } from "../text/read-yaml.ts";
import type { ProductionSource } from "../text/source-file.ts";
import { pickRun, promisedRow } from "../validate/split-runs.ts";
import { type Validation, validateProduction } from "../validate/validate-production.ts";
import type { Neighbour } from "./facts.ts";
import { neighboursIn } from "./neighbours-in.ts";

/** Many productions share few conventions: each is read once. */
export const conventionsReader = (): ((source: ProductionSource) => ConventionsRead | undefined) => {
  const known = new Map<string, ConventionsRead>();
  const seen = new Map<ProductionSource["conventions"], ConventionsRead>();
  const readOnce = (nearest: NonNullable<ProductionSource["conventions"]>): ConventionsRead => {
    const key = chainOf(nearest)
      .flatMap(({ file, bytes, lists }) => [
        `${file} ${sha256(bytes)} ${lists?.at ?? ""}`,
        ...(lists?.entries ?? []).map((one) => `${one.path} ${one.kind === "file" ? sha256(one.bytes) : one.kind}`),
      ])
      .join("\n");
    const read = known.get(key) ?? readGoverning(nearest);
    known.set(key, read);
    return read;
  };
  return ({ conventions }) => {
    if (conventions === undefined) return undefined;
    const read = seen.get(conventions) ?? readOnce(conventions);
    seen.set(conventions, read);
    return read;
  };
};

/** One validation for a production; a request that has variants or cannot be read gives several or one. */
export const validateEach = (
  sources: readonly ProductionSource[],
  trustOf: (source: ProductionSource) => Trust = () => "two-readings",
  conventionsOf = conventionsReader(),
): readonly Validation[] =>
  sources.flatMap((source) => {
    const trust = trustOf(source);
    return trust === "two-readings"
      ? validateOne(source, conventionsOf)
      : validateProduction(source, conventionsOf(source), trust);
  });

/** The productions in these folders, for their neighbours. Their problems are not reported. */
export const statusIn = (sources: readonly ProductionSource[]): ReadonlyMap<string, readonly Neighbour[]> => {
  const conventionsOf = conventionsReader();
  return new Map(
    sources.map((source) => {
      const conventions = conventionsOf(source);
      return [
        source.folder,
        neighboursIn(source, validateProduction(source, conventions, "first-reading"), conventions),
      ];
    }),
  );
};

/** Of a request with variants, the production with this tag; `undefined` when it is refused or gone. */
export const acceptedAs = (judgements: readonly Validation[], tag: string): Validation["accepted"] =>
  judgements.find(({ accepted }) => accepted?.production.tag === tag)?.accepted;

/** The same of one run, with what is known of it; `undefined` also where the production does not have it. */
export const acceptedRun = (
  judgements: readonly Validation[],
  { tag, run, ...known }: Pick<Intent, "tag" | "run"> & (Pick<Intent, "content"> | Pick<Production, "row">),
): Accepted | undefined => {
  const whole = acceptedAs(judgements, tag);
  return whole && pickRun(whole, run, "content" in known ? promisedRow(known.content) : known.row);
};

/**
 * The validation of one request on its own; of several productions when it has variants. Files that were read never
 * change, and each run of a list asks for its request.
 */
export const validateOne = (source: ProductionSource, conventionsOf = conventionsReader()): readonly Validation[] => {
  const known = validated.get(source) ?? validateProduction(source, conventionsOf(source));
  validated.set(source, known);
  return known;
};

const validated = new WeakMap<ProductionSource, readonly Validation[]>();
