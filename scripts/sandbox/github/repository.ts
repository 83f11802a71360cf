import { appendFile, cp, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { git } from "./git.ts";
import type { JsonObject } from "./json.ts";
import type { Queued } from "./merge-queue.ts";
import type { Activity, CheckRun, Comment, Deployment, Environment, Thread } from "./records.ts";

/** From most to least: each may what those behind it may. */
export type Role = "admin" | "maintain" | "write" | "triage" | "read" | "none";

export type Repository = {
  readonly id: number;
  readonly owner: string;
  readonly name: string;
  readonly dir: string;
  readonly defaultBranch: string;
  readonly createdAt: string;
  /** The repository this is a fork of. */
  readonly parent: Repository | undefined;
  readonly roles: Map<string, Role>;
  /** Issues and pull requests share their numbers. */
  readonly threads: Thread[];
  readonly comments: Comment[];
  readonly deployments: Deployment[];
  readonly checkRuns: CheckRun[];
  /** Runs that ended, oldest first, as their events told. */
  readonly workflowRuns: JsonObject[];
  /** How branches moved, oldest first. */
  readonly activities: Activity[];
  readonly environments: Map<string, Environment>;
  /** Variables of Actions, beside those of environments. */
  readonly variables: Map<string, string>;
  /** Answers of branch protection, by branch. */
  readonly protections: Map<string, Readonly<Record<string, unknown>>>;
  readonly rulesets: Ruleset[];
  /** When somebody pushed by git, in milliseconds. */
  readonly pushes: number[];
  /** The merge queue, first in front. */
  readonly queue: Queued[];
  /** Whether workflows run, and what their tokens may where no workflow says it. */
  readonly actions: { enabled: boolean; writes: boolean; approves: boolean };
  /** Moves of refs happen one after the other, as they do at GitHub. */
  exclusive<T>(work: () => Promise<T>): Promise<T>;
};

const settings = `[http]
	receivepack = true
[uploadpack]
	allowFilter = true
	allowAnySHA1InWant = true
[receive]
	hideRefs = refs/pull
	autogc = false
[gc]
	auto = 0
[core]
	logAllRefUpdates = false
`;

/** Rules for refs; `enforced`: whether they hold. */
export type Ruleset = {
  readonly id: number;
  readonly name: string;
  readonly target: "branch" | "tag";
  readonly enforced: boolean;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly rules: readonly JsonObject[];
  readonly passes: readonly JsonObject[];
};

export const createRepository = async (
  dir: string,
  described: Pick<Repository, "id" | "owner" | "name" | "defaultBranch" | "createdAt" | "parent">,
  begun?: string,
): Promise<Repository> => {
  const path = join(dir, described.owner, `${described.name}.git`);
  await mkdir(path, { recursive: true });
  if (begun === undefined) {
    await git(path, ["init", "--quiet", "--bare", "--template=", `--initial-branch=${described.defaultBranch}`, "."]);
    await appendFile(join(path, "config"), settings);
  } else await cp(begun, path, { recursive: true });
  if (described.parent !== undefined)
    await git(path, [
      "fetch",
      "--quiet",
      described.parent.dir,
      "+refs/heads/*:refs/heads/*",
      "+refs/tags/*:refs/tags/*",
    ]);
  let last: Promise<unknown> = Promise.resolve();
  return {
    ...described,
    dir: path,
    roles: new Map(),
    threads: [],
    comments: [],
    deployments: [],
    checkRuns: [],
    workflowRuns: [],
    activities: [],
    environments: new Map(),
    variables: new Map(),
    protections: new Map(),
    rulesets: [],
    pushes: [],
    queue: [],
    actions: { enabled: true, writes: false, approves: false },
    exclusive: (work) => {
      const mine = last.then(work);
      last = mine.catch(() => undefined);
      return mine;
    },
  };
};

export const fullName = (repository: Repository): string => `${repository.owner}/${repository.name}`;
