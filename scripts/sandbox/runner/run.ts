import { githubContext, inputsContext, type RunFacts, scopeOf } from "./contexts.ts";
import { fill, holds } from "./expression/template.ts";
import { permissionsOf, runJob } from "./job.ts";
import type { JobRequest, NeedRecord } from "./open-room.ts";
import type { JobRecord, Result, RunStatus } from "./records.ts";
import type { Setting } from "./setting.ts";
import { variablesOf } from "./stored-settings.ts";
import type { Concurrency, Job } from "./workflow/workflow.ts";

export type Progress = { status: RunStatus; readonly jobs: JobRecord[] };

/** All jobs of one run, each as soon as what it needs is done. */
export const executeRun = async (
  setting: Setting,
  facts: RunFacts,
  progress: Progress,
  stop: AbortController,
): Promise<Result> => {
  const { workflow } = facts;
  const general = { github: githubContext(setting, facts), inputs: inputsContext(facts), vars: variablesOf(setting) };
  const conclusion = await grouped(
    setting,
    workflow.concurrency,
    general,
    stop,
    () => {
      progress.status = "pending";
    },
    async () => {
      progress.status = "in_progress";
      const finished = new Map<string, Promise<Finished>>();
      const start = (job: Job): Promise<Finished> => {
        const known = finished.get(job.id);
        if (known !== undefined) return known;
        const needed = Promise.all(job.needs.map((id) => start(jobNamed(workflow.jobs, id))));
        const promise = needed.then((needs) => runWithNeeds(setting, facts, general, job, needs, stop));
        finished.set(job.id, promise);
        void promise.then(
          ({ record }) => progress.jobs.push(record),
          () => undefined,
        );
        return promise;
      };
      const all = await Promise.all(workflow.jobs.map(start));
      return conclude(
        all.map(({ record }) => record.result),
        stop.signal.aborted,
      );
    },
  );
  return conclusion ?? "cancelled";
};

type Finished = { readonly record: JobRecord; readonly failedBefore: boolean };

const jobNamed = (jobs: readonly Job[], id: string): Job => {
  const found = jobs.find((job) => job.id === id);
  if (found === undefined) throw new Error(`no job ${id}`);
  return found;
};

const conclude = (results: readonly Result[], cancelled: boolean): Result => {
  if (cancelled || results.includes("cancelled")) return "cancelled";
  if (results.includes("failure")) return "failure";
  return results.every((result) => result === "skipped") ? "skipped" : "success";
};

/** `undefined`: cancelled while it waited. */
const grouped = async <T>(
  setting: Setting,
  concurrency: Concurrency | undefined,
  contexts: Readonly<Record<string, unknown>>,
  stop: AbortController,
  onWait: () => void,
  work: () => Promise<T>,
): Promise<T | undefined> => {
  if (concurrency === undefined) return work();
  const group = fill(concurrency.group, scopeOf(contexts));
  const cancelsInProgress = fill(concurrency.cancelInProgress, scopeOf(contexts)).trim() === "true";
  const entry = setting.groups.enter(group, { cancelsInProgress, queues: concurrency.queues }, () => stop.abort());
  onWait();
  stop.signal.addEventListener("abort", entry.withdraw, { once: true });
  if ((await entry.admission) === "cancelled") {
    stop.abort();
    return undefined;
  }
  try {
    return await work();
  } finally {
    setting.groups.leave(group);
  }
};

const runWithNeeds = async (
  setting: Setting,
  facts: RunFacts,
  general: Readonly<Record<string, unknown>>,
  job: Job,
  needs: readonly Finished[],
  stop: AbortController,
): Promise<Finished> => {
  const known: Readonly<Record<string, NeedRecord>> = Object.fromEntries(
    needs.map(({ record }) => [record.id, { result: record.result, outputs: record.outputs }]),
  );
  const failedBefore = needs.some((need) => need.failedBefore || need.record.result === "failure");
  const skipped = needs.some(({ record }) => record.result === "skipped" || record.result === "cancelled");
  const status = { failed: failedBefore, cancelled: stop.signal.aborted, skipped };
  const idle = (result: Result): Finished => ({
    failedBefore,
    record: {
      id: job.id,
      name: job.name,
      result,
      permissions: permissionsOf(facts, job),
      environment: job.environment?.name,
      deployed: false,
      steps: [],
      outputs: {},
      message: undefined,
    },
  });
  const contexts = { ...general, needs: known };
  if (!holds(job.if, scopeOf(contexts, status))) return idle(stop.signal.aborted ? "cancelled" : "skipped");
  const own = new AbortController();
  stop.signal.addEventListener("abort", () => own.abort(), { once: true });
  if (stop.signal.aborted) own.abort();
  const request: JobRequest = { setting, facts, job, needs: known, signal: own.signal };
  const record = await grouped(
    setting,
    job.concurrency,
    contexts,
    own,
    () => undefined,
    () => setting.slot(() => runJob(request)),
  );
  return record === undefined ? idle("cancelled") : { record, failedBefore };
};
