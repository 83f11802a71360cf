import type { Problem } from "../problems/problem.ts";
import type { CountedProduction } from "../production/production.ts";
import type { ProductionSource } from "../text/source-file.ts";
import type { Validation } from "../validate/validate-production.ts";
import type { Since } from "../versioning/check-version.ts";
import type { EventsWanted } from "../versioning/target.ts";

/** A production and what is wrong with it: by itself, beside its neighbours, and against the ledger. */
export type Validated = {
  readonly source: ProductionSource;
  readonly problems: readonly Problem[];
  readonly accepted: Validation["accepted"];
  /** The same with what others make of what it reads. */
  readonly counted: CountedProduction | undefined;
  /** What changed since the newest release; `undefined`: there is none, or nobody could be asked. */
  /** What of the events that it wants it makes; `undefined`: it wants no number. */
  readonly target?: EventsWanted | undefined;
  readonly since: Since | undefined;
};
