import pLimit from "p-limit";
import type { GithubHandle } from "../github/handle.ts";
import type { JsonObject } from "../github/json.ts";
import { openGroups } from "./concurrency.ts";
import { changedFiles, occasionOf } from "./occasion.ts";
import type { RunRecord } from "./records.ts";
import { openRuns } from "./runs.ts";
import { type Disturbance, openSchedule } from "./schedule.ts";
import type { RunnerOptions, Setting } from "./setting.ts";
import { starts } from "./triggers.ts";
import { openWorkflowFiles } from "./workflow-files.ts";

/** A running sandbox runner. */
export type RunnerHandle = {
  /** Until nothing runs and nothing waits. Throws when a workflow file held what the runner does not know, or the runner broke. */
  idle(): Promise<void>;
  /** In the order they started. */
  runs(): readonly RunRecord[];
  dispatch(request: {
    readonly workflow: string;
    readonly ref?: string;
    readonly inputs?: Readonly<Record<string, string>>;
    readonly actor?: string;
  }): void;
  /** The clock strikes: this `cron`, or every one that main's workflows name. */
  schedule(cron?: string): Promise<void>;
  /** Of the next strikes so many start nothing, or come together with the one after them. */
  disturbSchedule(how: Disturbance, strikes: number): void;
  /** These workflow files, such as `check.yml`, start nothing from here on, as where an administrator disabled them. */
  disable(files: readonly string[]): void;
  /** 60 days without activity: in a public repository GitHub disables files with a schedule, whatever else starts them. */
  rest(): Promise<void>;
  /** The same event and commit again, as `Re-run all jobs` does where this person presses it. */
  rerun(id: number, login?: string): void;
  /** A maintainer lets all runs begin that wait with the conclusion `action_required`. */
  approve(): void;
  /** A reviewer of the environment that a waiting run names lets it begin, or refuses it. */
  review(id: number, login: string, verdict?: "approved" | "rejected"): void;
  cancel(id: number): void;
  close(): Promise<void>;
};

export type { RunnerOptions } from "./setting.ts";

export const start = (options: RunnerOptions): RunnerHandle => {
  const { github } = options;
  const limit = pLimit(options.parallelJobs ?? 2);
  const setting: Setting = { ...options, groups: openGroups(), slot: (work) => limit(work) };
  for (const [name, { branches }] of Object.entries(options.environments ?? {})) github.addEnvironment(name, branches);
  const isRead = (name: string): boolean => options.files?.includes(name) !== false && !github.isWorkflowDisabled(name);
  const workflowsAt = openWorkflowFiles(() => github.gitDir(), isRead);
  const work = openWork();
  const runs = openRuns(setting, work.watch);
  github.showRuns(runs.records);
  const most = options.perTenSeconds ?? { events: 1500, runs: 500 };
  const launch = runs.launch;
  const isEventFree = tenSeconds(most.events);
  const isRunFree = tenSeconds(most.runs);
  const take = openEvents(github, workflowsAt, {
    work,
    runs: { ...runs, launch: (...run) => (isRunFree() ? launch(...run) : undefined) },
  });
  const silence = github.onEvent((name, payload, cause) => {
    if (github.runsWorkflows() && cause.startsWorkflows && cause.repository === `${github.owner}/${github.repo}`)
      if (isEventFree()) take(name, payload, cause.actor);
  });
  const tell = (name: string, actor: string, ours: JsonObject): void =>
    github.emit(name, github.payload(name, actor, ours), { actor, startsWorkflows: true });
  const clock = openSchedule(github, workflowsAt, (cron) => tell("schedule", github.owner, { schedule: cron }));

  return {
    idle: async () => {
      await work.ended();
      const told = work.errors.splice(0);
      if (told.length > 0) throw new Error([...new Set(told)].join("\n"));
    },
    runs: runs.records,
    dispatch: ({ workflow, ref = github.defaultBranch, inputs = {}, actor = github.owner }) =>
      tell("workflow_dispatch", actor, {
        workflow: `.github/workflows/${workflow}`,
        ref: ref.startsWith("refs/") ? ref : `refs/heads/${ref}`,
        inputs,
      }),
    schedule: clock.strike,
    disturbSchedule: clock.disturb,
    disable: (files) => github.disableWorkflows(files),
    rest: async () => {
      if (github.isPrivate()) return;
      const found = await workflowsAt(`refs/heads/${github.defaultBranch}`);
      const clocked = found.filter(({ workflow }) => workflow?.on.schedule !== undefined);
      const names = clocked.map(({ file }) => file.slice(file.lastIndexOf("/") + 1));
      github.disableWorkflows(names, "disabled_inactivity");
    },
    rerun: runs.rerun,
    approve: runs.approve,
    review: (id, login, verdict = "approved") => runs.review(id, login, verdict),
    cancel: runs.cancel,
    close: async () => {
      silence();
      runs.stop();
      await work.ended();
    },
  };
};

/** Counts what asks, and says whether fewer than this came in the last ten seconds. */
const tenSeconds = (most: number): (() => boolean) => {
  const times: number[] = [];
  return () => {
    while ((times[0] ?? Number.POSITIVE_INFINITY) <= Date.now() - 10_000) times.shift();
    if (times.length >= most) return false;
    times.push(Date.now());
    return true;
  };
};

/** What is under way, and what went wrong in it. */
const openWork = () => {
  const errors: string[] = [];
  const active = new Set<Promise<void>>();
  return {
    errors,
    watch: (work: Promise<void>): void => {
      const settled = work
        .catch(
          (error: unknown) => void errors.push(error instanceof Error ? (error.stack ?? error.message) : String(error)),
        )
        .finally(() => active.delete(settled));
      active.add(settled);
    },
    ended: async (): Promise<void> => {
      while (active.size > 0) await Promise.all(active);
    },
  };
};
type Work = ReturnType<typeof openWork>;

/** Takes events one after the other: which of two pending runs is the newer depends on it. */
const openEvents = (
  github: GithubHandle,
  workflowsAt: ReturnType<typeof openWorkflowFiles>,
  { work, runs }: { readonly work: Work; readonly runs: ReturnType<typeof openRuns> },
) => {
  const onEvent = async (name: string, payload: JsonObject, actor: string): Promise<void> => {
    const depth = runs.depthOf(name, payload);
    const gitDir = github.gitDir();
    const occasion = await occasionOf(gitDir, github.defaultBranch, name, payload, actor, depth);
    if (occasion === undefined) return;
    // Workflows of main hear of the same pull request.
    if (name === "pull_request") await onEvent("pull_request_target", payload, actor);
    for (const { file, workflow, error } of await workflowsAt(occasion.sha)) {
      if (workflow === undefined) {
        if (runs.breakAt(file, occasion, error)) work.errors.push(error ?? file);
      } else if (await starts(workflow, occasion, () => changedFiles(gitDir, github.defaultBranch, occasion)))
        runs.launch(workflow, occasion);
    }
  };
  const inTurn = pLimit(1);
  return (name: string, payload: JsonObject, actor: string): void =>
    work.watch(inTurn(() => onEvent(name, payload, actor)));
};
