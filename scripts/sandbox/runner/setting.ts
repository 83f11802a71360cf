import type { GithubHandle } from "../github/handle.ts";
import type { StartProgram } from "./child.ts";
import type { Groups } from "./concurrency.ts";

export type EnvironmentSetting = {
  /** Patterns of branches that may use it; all when left out. */
  readonly branches?: readonly string[];
  readonly secrets?: Readonly<Record<string, string>>;
  readonly variables?: Readonly<Record<string, string>>;
};

/** An action that is about to run, and what it would read from its environment. */
export type ActionStep = { readonly folder: string; readonly env: Readonly<Record<string, string>> };

export type RunnerOptions = {
  readonly github: GithubHandle;
  /** Work folders of jobs, removed when they end. */
  readonly dir: string;
  /** What `OWNER/shrek/action/<name>@COMMIT` is. */
  readonly releaseTree: string;
  /** The commits that the repository of the release has; a job that names another fails. */
  readonly releaseCommits: readonly string[];
  /** Other actions: "actions/setup-node" -> the folder of its action.yml. */
  readonly actions?: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly variables?: Readonly<Record<string, string>>;
  readonly environments?: Readonly<Record<string, EnvironmentSetting>>;
  /** Workflow files to look at, `check.yml`; all of the repository's when left out. */
  readonly files?: readonly string[] | undefined;
  /** Added to what every step sees. */
  readonly env?: Readonly<Record<string, string>>;
  readonly parallelJobs?: number;
  /** Events, and runs, of ten seconds; what is more starts nothing, and is not told. As GitHub documents it unless given. */
  readonly perTenSeconds?: { readonly events: number; readonly runs: number };
  /** Looks at a step of an action before it, and at its exit code behind it. */
  readonly around?: ((step: ActionStep, ran: () => Promise<number>) => Promise<number>) | undefined;
  /** Starts the programs of steps; each in a new process when left out. */
  readonly start?: StartProgram | undefined;
  /** Masked log lines as they come. */
  readonly onLine?: (line: string, from: { readonly run: number; readonly job: string; readonly step: string }) => void;
};

/** What the parts of a running runner share. */
export type Setting = RunnerOptions & {
  readonly groups: Groups;
  /** Jobs that run at once are limited as runners are. */
  readonly slot: <T>(work: () => Promise<T>) => Promise<T>;
};
