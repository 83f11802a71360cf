import { sha256 } from "../canonical-json.ts";
import { type ConventionsRead, readConventions } from "../conventions/read-conventions.ts";
import type { Trust } from "../request/read-yaml.ts";
import type { ProductionSource } from "../source-file.ts";
import { type Judgement, judgeProduction } from "./judge-production.ts";

/** Many productions share few conventions: each is read once. */
export const judgeEach = (
  sources: readonly ProductionSource[],
  trust: Trust = "two-readings",
): readonly Judgement[] => {
  const known = new Map<string, ConventionsRead>();
  const conventionsOf = ({ conventions }: ProductionSource): ConventionsRead | undefined => {
    if (conventions === undefined) return undefined;
    const key = `${conventions.file} ${sha256(conventions.bytes)}`;
    const read = known.get(key) ?? readConventions(conventions.file, conventions.bytes);
    known.set(key, read);
    return read;
  };
  return sources.map((source) => judgeProduction(source, conventionsOf(source), trust));
};

/** The judgement of one production on its own. */
export const judgeOne = (source: ProductionSource): Judgement =>
  judgeProduction(
    source,
    source.conventions === undefined ? undefined : readConventions(source.conventions.file, source.conventions.bytes),
  );
