import fc from "fast-check";
import { systemBash } from "../../action/adapters/system/system-bash.ts";
import type { ProductionSource } from "../../action/core/text/source-file.ts";
import { readCorpus } from "./corpus.ts";
import { type Examined, examine, type Outcome } from "./examine.ts";
import { Finding, type Script } from "./finding.ts";
import { anInput } from "./input.ts";

export type Found = {
  readonly error: unknown;
  readonly source: ProductionSource;
  /** Shows it again; `undefined` of a wrapper, which bash is asked about when all is over. */
  readonly path: string | undefined;
};
export type Report = {
  readonly runs: number;
  readonly seconds: number;
  readonly outcomes: Readonly<Record<Outcome, number>>;
  readonly codes: ReadonlyMap<string, number>;
  readonly wrappers: number;
  readonly slowest: number;
  readonly found: Found | undefined;
};
export type Order = { readonly seed: number; readonly runs: number; readonly seconds?: number; readonly path?: string };

/** Milliseconds of processor time that one input may take, so that a busy machine finds nothing. */
const maxMs = 1000;

/** Inputs of one seed, until one shows what may not be, made as small as fast-check can. */
export const fuzz = async (
  { seed, runs, seconds = Number.POSITIVE_INFINITY, path }: Order,
  judge: (source: ProductionSource) => Examined = examine,
): Promise<Report> => {
  const begun = performance.now();
  const outcomes = { unreadable: 0, refused: 0, accepted: 0 };
  const codes = new Map<string, number>();
  const scripts = new Map<string, Script>();
  let slowest = 0;
  const property = fc.property(anInput(await readCorpus()), (source) => {
    const before = process.cpuUsage();
    const examined = judge(source);
    const { user, system } = process.cpuUsage(before);
    slowest = Math.max(slowest, (user + system) / 1000);
    if (user + system > 1000 * maxMs) throw new Finding(`too slow: ${Math.round((user + system) / 1000)} ms`);
    outcomes[examined.outcome]++;
    for (const code of new Set(examined.codes)) codes.set(code, (codes.get(code) ?? 0) + 1);
    for (const script of examined.scripts) scripts.set(script.text, script);
  });
  const checked = fc.check(property, {
    ...{ seed, numRuns: runs },
    ...(path === undefined ? {} : { path }),
    ...(seconds === Number.POSITIVE_INFINITY ? {} : { interruptAfterTimeLimit: seconds * 1000 }),
  });
  const [source] = checked.counterexample ?? [];
  const found =
    source === undefined
      ? await complaintOf([...scripts.values()])
      : { source, error: checked.errorInstance, path: checked.counterexamplePath ?? undefined };
  return {
    ...{ outcomes, codes, slowest, found },
    runs: checked.numRuns,
    wrappers: scripts.size,
    seconds: (performance.now() - begun) / 1000,
  };
};

/** Each wrapper once, many at a time. The set-up line is the conventions' own: where bash does not read it, check says so. */
const complaintOf = async (scripts: readonly Script[]): Promise<Found | undefined> => {
  for (let from = 0; from < scripts.length; from += 500) {
    const some = scripts.slice(from, from + 500);
    const said = await systemBash().complaints(some.flatMap(({ text, setup }) => [text, setup]));
    const at = some.findIndex((_, index) => said[2 * index] !== "" && said[2 * index + 1] === "");
    const one = some[at];
    if (one === undefined) continue;
    const error = new Finding(`bash does not read a wrapper: ${said[2 * at]}\n${one.text}`);
    return { source: one.source, error, path: undefined };
  }
  return undefined;
};
