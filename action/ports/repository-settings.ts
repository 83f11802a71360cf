import type { RuledPlace } from "../core/init/rulesets.ts";
import type { EnvironmentSettings, RuleInForce } from "../core/init/settings.ts";

/** What an administrator set on GitHub. Reads only; throws Failure where GitHub does not answer or does not allow it. */
export interface RepositorySettings {
  /** Whether workflows run at all. */
  actions(): Promise<boolean>;
  /** What the token of a workflow may where the workflow does not say it. */
  workflowToken(): Promise<{ readonly writes: boolean; readonly approves: boolean }>;
  /** `undefined`: there is none of this name. */
  environment(name: string): Promise<EnvironmentSettings | undefined>;
  /** The rules in force there, from rulesets and from the protection of the branch. */
  rules(place: RuledPlace): Promise<readonly RuleInForce[]>;
  hasBranch(name: string): Promise<boolean>;
  /** A file of main; `undefined`: not there. */
  file(path: string): Promise<string | undefined>;
}
