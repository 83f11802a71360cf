import type { Permissions } from "../github/permissions.ts";
import type { Annotation } from "./commands.ts";
import type { Occasion } from "./occasion.ts";

export type Result = "success" | "failure" | "cancelled" | "skipped";

export type StepRecord = {
  readonly key: string;
  readonly name: string;
  /** What happened; `conclusion` is what counts after `continue-on-error`. */
  readonly outcome: Result;
  readonly conclusion: Result;
  readonly exitCode: number | undefined;
  readonly outputs: Readonly<Record<string, string>>;
  readonly annotations: readonly Annotation[];
  readonly summary: string;
  /** As people see it: secrets are `***`. */
  readonly log: readonly string[];
};

export type JobRecord = {
  readonly id: string;
  readonly name: string;
  readonly result: Result;
  /** What its token was minted with. */
  readonly permissions: Permissions;
  readonly environment: string | undefined;
  /** Whether it stands in the deployments of its environment. */
  readonly deployed: boolean;
  readonly steps: readonly StepRecord[];
  readonly outputs: Readonly<Record<string, string>>;
  /** Why it did not start. */
  readonly message: string | undefined;
};

/** `waiting`: for a reviewer of an environment. */
export type RunStatus = "queued" | "waiting" | "pending" | "in_progress" | "completed";

export type RunRecord = {
  readonly id: number;
  readonly number: number;
  readonly attempt: number;
  readonly workflow: string;
  /** `.github/workflows/check.yml` */
  readonly file: string;
  readonly event: string;
  readonly action: string | undefined;
  readonly ref: string;
  readonly sha: string;
  readonly actor: string;
  readonly fork: boolean;
  readonly title: string;
  readonly status: RunStatus;
  readonly conclusion: Result | "startup_failure" | "action_required" | undefined;
  readonly jobs: readonly JobRecord[];
  readonly error: string | undefined;
};

/** What of a run its event says. */
export const recordHead = (id: number, workflow: string, file: string, occasion: Occasion) => ({
  id,
  workflow,
  file,
  event: occasion.name,
  action: occasion.action,
  ref: occasion.ref,
  sha: occasion.sha,
  actor: occasion.actor,
  fork: occasion.fork,
});
