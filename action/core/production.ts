import type { Conventions } from "./conventions/conventions.ts";
import type { Located } from "./request/places.ts";
import type { Parameters, Request } from "./request/request.ts";
import type { SourceFile } from "./source-file.ts";

/** A request that passed its own judge: every reference resolved, every default applied. */
export type Production = {
  readonly folder: string;
  readonly where: Located;
  readonly request: Request;
  readonly conventions: Conventions;
  readonly tag: string;
  readonly version: string;
  readonly trial: boolean;
  /** Base name of everything PanDA makes for it, the same for all attempts. */
  readonly outDS: string;
  /** Producers before consumers; the author's order otherwise. */
  readonly steps: readonly Step[];
  readonly contentDigest: string;
};

export type Step = {
  readonly name: string;
  readonly inputs: readonly StepInput[];
  readonly outputs: readonly string[];
  /** How many jobs: given, or counted from the files of the primary input. */
  readonly jobs: number;
  readonly eventsPerJob: number | undefined;
  /** MB per core. */
  readonly memory: number | undefined;
  readonly cores: 1 | 8;
  /** Hours. */
  readonly walltime: number | undefined;
  /** HS06 seconds. */
  readonly cpuTimePerEvent: number | undefined;
  readonly maxAttempt: number;
  readonly sites: readonly string[];
  readonly setup: string | undefined;
  readonly seed: Seed | undefined;
  readonly parameters: Parameters;
  readonly resources: readonly SourceFile[];
  readonly run: string;
};

export type Seed = { readonly stream: string; readonly digits: number | undefined };

/** The first is primary (`IN1`), the others secondary. */
export type StepInput = {
  readonly source: InputSource;
  readonly filesPerJob: number;
  readonly reuse: boolean;
  /** Files that are there to read: jobs of the producer, or what `expect` says. */
  readonly files: number;
};

export type InputSource =
  | { readonly kind: "step"; readonly step: string; readonly output: string }
  | { readonly kind: "dataset"; readonly input: string; readonly dataset: string };

/** PanDA's prodSourceLabel. */
export const labelOf = ({ conventions, trial }: Production): string =>
  trial ? conventions.labels.trial : conventions.labels.release;
