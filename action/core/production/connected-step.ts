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

export type Wiring = { readonly steps: readonly Wired[]; readonly problems: readonly Problem[] };
