import type { Fault, Hold, Phase, Weather } from "./faults.ts";
import type { JsonObject } from "./json.ts";
import type { Settings } from "./sandbox.ts";

export type SandboxOptions = Pick<Settings, "dir"> & Partial<Settings>;

export type Counts = {
  /** Workflows that iDDS took: each is work started. */
  readonly submissions: number;
  /** HTTP requests since this process started, by endpoint, and by endpoint with what it was asked for. */
  readonly calls: Readonly<Record<string, number>>;
  readonly requests: number;
  readonly tasks: number;
  /** Of these, those of which nothing happens any more unless somebody orders it. */
  readonly ended: number;
  /** Workflow files that will act later. */
  readonly waiting: number;
  /** Turns of its daemons, and faults that met a request: while it stays the same, all was answered well and nothing moved. */
  readonly moves: number;
  /** Workflows in the native description: each is work started, a "check" too. */
  readonly natives: number;
};

/** A running sandbox PanDA. */
export type SandboxHandle = AsyncDisposable & {
  readonly url: string;
  /** A member with the production role, unless the claims say otherwise; `null` leaves a claim out. */
  token(claims?: JsonObject): Promise<string>;
  /** What it knows stays in its folder. */
  close(): Promise<void>;
  /** One turn of all daemons; waits for the jobs it starts. */
  tick(times?: number): Promise<void>;
  fault(fault: Fault): void;
  /** Draws what goes wrong for each request that no other fault meets; ends with `mend`. */
  weather(draw: Weather): void;
  hold(at: string, phase: Phase): Hold;
  /** Takes all faults and gates away. */
  mend(): void;
  /** Moves the sandbox's clock and works off what became due. */
  advance(minutes: number): Promise<void>;
  count(): Counts;
  /** A dataset from outside: file names and contents. */
  addDataset(name: string, files: Readonly<Record<string, string>>): void;
  /** Paths of a dataset's files. */
  dataset(name: string): readonly string[];
  /** Rucio gets the files that were late. */
  registerLate(): Promise<void>;
};
