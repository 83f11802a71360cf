import type { DeploymentState, VersionShown } from "../core/view/deployment-of.ts";

/** A deployment of ours, as GitHub has it. */
export type MadeDeployment = {
  readonly id: number;
  readonly tag: string;
  readonly version: string;
  /** ISO time. */
  readonly made: string;
  /** What it says now; `undefined`: nothing yet. */
  readonly says:
    | { readonly state: DeploymentState; readonly description: string; readonly log: string; readonly at: string }
    | undefined;
};

/** Deployments, for people who look at the pages of the repository. Nothing is decided by them. */
export interface Deployments {
  /** All that we made of these tags, in any order. */
  of(tags: readonly string[]): Promise<readonly MadeDeployment[]>;
  /** Exactly one call; a refusal throws Failure. Gives its id. */
  make(version: VersionShown): Promise<number>;
  say(id: number, version: VersionShown): Promise<void>;
}
