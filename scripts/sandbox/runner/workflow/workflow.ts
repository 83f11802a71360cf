import type { Permissions } from "../../github/permissions.ts";

export type Workflow = {
  readonly file: string;
  readonly name: string;
  readonly runName: string | undefined;
  readonly on: Triggers;
  /** `undefined`: the repository's default, which is reading contents. */
  readonly permissions: Permissions | undefined;
  readonly env: Readonly<Record<string, string>>;
  readonly concurrency: Concurrency | undefined;
  readonly jobs: readonly Job[];
};

export type Filter = { readonly only: readonly string[] | undefined; readonly except: readonly string[] | undefined };

export type PullTrigger = { readonly types: readonly string[]; readonly branches: Filter; readonly paths: Filter };

export type Triggers = {
  readonly pull_request?: PullTrigger;
  readonly pull_request_target?: PullTrigger;
  readonly pull_request_review?: { readonly types: readonly string[] };
  readonly merge_group?: { readonly types: readonly string[] };
  readonly push?: { readonly branches: Filter; readonly tags: Filter; readonly paths: Filter };
  readonly issues?: { readonly types: readonly string[] };
  readonly issue_comment?: { readonly types: readonly string[] };
  readonly workflow_run?: {
    readonly workflows: readonly string[];
    readonly types: readonly string[];
    readonly branches: Filter;
  };
  readonly workflow_dispatch?: { readonly inputs: readonly Input[] };
  readonly repository_dispatch?: { readonly types: readonly string[] };
  readonly schedule?: { readonly crons: readonly string[] };
};

export type Input = {
  readonly name: string;
  readonly type: "string" | "boolean" | "choice" | "number";
  readonly required: boolean;
  readonly default: string | undefined;
  readonly options: readonly string[];
};

/** `queues`: more than one may wait. */
export type Concurrency = { readonly group: string; readonly cancelInProgress: string; readonly queues: boolean };

export type Job = {
  readonly id: string;
  readonly name: string;
  readonly needs: readonly string[];
  readonly if: string | undefined;
  readonly permissions: Permissions | undefined;
  /** `deployment`: whether a run of the job is a deployment, `true`, `false` or an expression. */
  readonly environment: { readonly name: string; readonly deployment: string } | undefined;
  /** Labels of a runner of the repository's own; empty: GitHub's. */
  readonly runsOn: readonly string[];
  readonly concurrency: Concurrency | undefined;
  readonly outputs: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
  readonly timeoutMinutes: number;
  readonly shell: string | undefined;
};

export type Step = {
  /** For messages: `jobs.check.steps[1]`. */
  readonly key: string;
  readonly id: string | undefined;
  readonly name: string;
  readonly if: string | undefined;
  readonly env: Readonly<Record<string, string>>;
  readonly continueOnError: boolean;
  readonly timeoutMinutes: number | undefined;
  readonly does: Uses | Run;
};

export type Uses = { readonly kind: "uses"; readonly action: string; readonly with: Readonly<Record<string, string>> };
export type Run = {
  readonly kind: "run";
  readonly script: string;
  readonly shell: string | undefined;
  readonly directory: string | undefined;
};
