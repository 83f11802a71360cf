import type { Problem } from "../problems/problem.ts";
import type { Naming, StepInput } from "./production.ts";

/** A step with what it reads and how many jobs that makes; `most` is the upper bound where only that is known. */
export type Wired = {
  readonly name: string;
  readonly inputs: readonly StepInput[];
  readonly jobs: number | undefined;
  readonly most: number | undefined;
  readonly lineage: boolean;
  readonly naming: Naming | undefined;
};

/** Files of an output: one a job. `most`: as many as there can be. */
export type FilesMade = Pick<Wired, "jobs" | "most">;

/** By the name of an input from another production, where somebody knows what that makes. */
export type MadeElsewhere = ReadonlyMap<string, FilesMade>;

export type Wiring = { readonly steps: readonly Wired[]; readonly problems: readonly Problem[] };
