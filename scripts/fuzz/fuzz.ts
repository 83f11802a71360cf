import { systemBash } from "../../action/adapters/system/system-bash.ts";
import { sha256 } from "../../action/core/text/canonical-json.ts";
import type { ProductionSource } from "../../action/core/text/source-file.ts";
import { chance } from "./chance.ts";
import { readCorpus } from "./corpus.ts";
import { examine, type Outcome } from "./examine.ts";
import { Finding, kindOf, type Script } from "./finding.ts";
import { type Input, makeInput } from "./make-input.ts";
import { shrink } from "./shrink.ts";

export type Found = {
  readonly run: number;
  readonly level: Input["level"];
  readonly kind: string;
  readonly error: unknown;
  readonly source: ProductionSource;
};
export type Report = {
  readonly seed: number;
  readonly runs: number;
  readonly seconds: number;
  readonly outcomes: Readonly<Record<Outcome, number>>;
  readonly codes: ReadonlyMap<string, number>;
  readonly wrappers: number;
  readonly slowest: { readonly milliseconds: number; readonly run: number };
  readonly findings: readonly Found[];
};

export type Order = { readonly seed: number; readonly runs: number; readonly seconds?: number };

/** Milliseconds of processor time that one input may take, so that a busy machine finds nothing. */
const patience = 1000;
/** More kinds of findings than this nobody mends at once. */
const enough = 20;

export const fuzz = async ({ seed, runs, seconds = Number.POSITIVE_INFINITY }: Order): Promise<Report> => {
  const corpus = await readCorpus();
  const outcomes = { unreadable: 0, refused: 0, accepted: 0 };
  const codes = new Map<string, number>();
  const findings = new Map<string, Found>();
  const bash = bashInBatches();
  let slowest = { milliseconds: 0, run: 0 };
  const timed = <T>(act: () => T, run: number): T => {
    const before = process.cpuUsage();
    try {
      return act();
    } finally {
      const { user, system } = process.cpuUsage(before);
      const milliseconds = (user + system) / 1000;
      if (milliseconds > slowest.milliseconds) slowest = { milliseconds, run };
    }
  };
  const begun = performance.now();
  let run = 0;
  for (; run < runs && performance.now() - begun < seconds * 1000 && findings.size < enough; run++) {
    const { level, source } = makeInput(chance(seed + run), corpus);
    const note = (error: unknown): void => {
      const kind = kindOf(error);
      if (!findings.has(kind)) findings.set(kind, { run, level, kind, error, source });
    };
    try {
      const examined = timed(() => examine(source), run);
      outcomes[examined.outcome]++;
      for (const code of new Set(examined.codes)) codes.set(code, (codes.get(code) ?? 0) + 1);
      for (const complaint of await bash.add(examined.scripts)) note(complaint);
    } catch (error) {
      note(error);
    }
    if (slowest.run === run && slowest.milliseconds > patience)
      note(new Finding(`too slow: ${Math.round(slowest.milliseconds)} ms`));
  }
  for (const error of await bash.end())
    findings.set(kindOf(error), { run, level: "values", kind: kindOf(error), error, source: error.script.source });
  return {
    seed,
    runs: run,
    seconds: (performance.now() - begun) / 1000,
    outcomes,
    codes,
    wrappers: bash.asked(),
    slowest,
    findings: [...findings.values()].map(minimal),
  };
};

/** The part that was mutated, as small as it still fails in the same way. */
const minimal = (found: Found): Found => {
  const { source, level, kind } = found;
  const fails = (other: ProductionSource): boolean => {
    try {
      examine(other);
      return false;
    } catch (error) {
      return kindOf(error) === kind;
    }
  };
  if (!fails(source)) return found;
  const { conventions } = source;
  if (level !== "conventions" || conventions === undefined)
    return { ...found, source: { ...source, bytes: shrink(source.bytes, (bytes) => fails({ ...source, bytes })) } };
  const inConventions = (bytes: Uint8Array): ProductionSource => ({
    ...source,
    conventions: { ...conventions, bytes },
  });
  return { ...found, source: inConventions(shrink(conventions.bytes, (bytes) => fails(inConventions(bytes)))) };
};

class Complaint extends Finding {
  readonly script: Script;
  constructor(script: Script, said: string) {
    super(`bash does not read a wrapper: ${said}\n${script.text}`);
    this.script = script;
  }
}

/** Each wrapper once, many at a time. The set-up line is the conventions' own: where bash does not read it, check says so. */
const bashInBatches = (): {
  add(scripts: readonly Script[]): Promise<readonly Complaint[]>;
  end(): Promise<readonly Complaint[]>;
  asked(): number;
} => {
  const known = new Set<string>();
  let waiting: Script[] = [];
  const ask = async (): Promise<readonly Complaint[]> => {
    const scripts = waiting;
    waiting = [];
    const said = await systemBash().complaints(scripts.flatMap(({ text, setup }) => [text, setup]));
    return scripts.flatMap((script, index) => {
      const [complaint = "", ofSetup = ""] = [said[2 * index], said[2 * index + 1]];
      return complaint === "" || ofSetup !== "" ? [] : [new Complaint(script, complaint)];
    });
  };
  return {
    add: async (scripts) => {
      for (const script of scripts) {
        const key = sha256(script.text);
        if (!known.has(key)) waiting.push(script);
        known.add(key);
      }
      return waiting.length < 500 ? [] : ask();
    },
    end: ask,
    asked: () => known.size,
  };
};
