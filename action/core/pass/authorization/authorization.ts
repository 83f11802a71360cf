import type { Intent } from "../../ledger/event.ts";
import { type ValidProduction } from "../../production/valid-production.ts";
import type { Observation } from "../../submission/observation.ts";
import type { SubmissionState } from "../../submission/state.ts";
import type { Clearance } from "../approval/approval.ts";

/** What a head of main holds and people approved: all that a call may be made of. */
export type MayCall = ValidProduction & {
  readonly kind: "may-call";
  readonly head: string;
  readonly commit: string;
} & Pick<Clearance, "pullRequest" | "approval">;

/**
 * `refused`: of the request that stands there now. `isNew`: it is what was intended, and earlier checks accepted it.
 * `unreadable`: nobody knows whether that folder holds what was intended.
 */
export type Authorization =
  | MayCall
  | Extract<Observation, { kind: "left-main" | "replaced" | "not-allowed" }>
  | { readonly kind: "refused"; readonly isNew: boolean; readonly unreadable?: string };

export type OpenIntent = Extract<SubmissionState, { readonly intent: Intent; readonly past: unknown }>;
