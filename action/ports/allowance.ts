import type { AllowedCalls } from "../core/pass/left.ts";

/** What GitHub still allows this job. To ask costs nothing of it. */
export interface Allowance {
  now(): Promise<AllowedCalls>;
}
