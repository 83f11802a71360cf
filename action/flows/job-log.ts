import { recordOf } from "../core/ledger/completion.ts";
import { type Intent, type KeyParts, keyOf, type TaskSeen, versionName } from "../core/ledger/event.ts";
import type { StepCompletion } from "../core/ledger/step-completion.ts";
import { type FailedJob, failedJobOf, logSaying } from "../core/outcomes/failed-job.ts";
import { Failure } from "../core/problems/failure.ts";
import type { Ledger } from "../ports/ledger.ts";
import type { LogEnd, PandaWatch, ReadJobLog } from "../ports/panda-watch.ts";
import { beStepOf, intentOf } from "./ledger-access/intended-production.ts";

type LogPorts = {
  readonly ledger: Ledger;
  readonly read: ReadJobLog;
  /** Asked where the ledger does not know it, and only then. */
  readonly jobsOf: PandaWatch["jobsOf"];
};

export type LogAsked = {
  readonly meant: KeyParts;
  readonly step?: string;
  readonly job?: number;
  readonly file?: string;
};

export type LogFound = LogEnd & {
  readonly monitor: string;
  readonly job: number;
  readonly file: string;
  /** Left out: the job was named. */
  readonly of?: { readonly step: string; readonly failure: string };
};

/** The log of the job that was named, or of the newest one of the commonest failure of the step. */
export const jobLog = async (
  { ledger, read, jobsOf }: LogPorts,
  { meant, step, job: named, file: wanted }: LogAsked,
): Promise<LogFound> => {
  const { intent, state } = await intentOf(ledger, meant);
  beStepOf(intent, step);
  const { monitor } = intent;
  const isMeant = (one: { readonly step: string }): boolean => step === undefined || one.step === step;
  const tasks = ("tasks" in state ? state.tasks : []).filter(isMeant);
  const recorded = ("past" in state ? (state.past.completion?.steps ?? []) : []).filter(isMeant);
  const of =
    named === undefined
      ? (firstFailed(intent, recorded) ?? firstFailed(intent, await readNow(jobsOf, tasks)))
      : undefined;
  const job = named ?? of?.job;
  if (job === undefined)
    throw new Failure(
      `PanDA has no failed job of ${versionName(keyOf(meant))}${step === undefined ? "" : `, ${step}`}.`,
      { wayOut: `Name a job by --job: ${monitor}${tasks[0] === undefined ? "" : `/task/${tasks[0].id}/`} lists them.` },
    );
  const file = wanted ?? logSaying(of?.failure);
  return { ...(await read(monitor, job, file)), monitor, job, file, ...(of === undefined ? {} : { of }) };
};

const firstFailed = (
  { steps }: Pick<Intent, "steps">,
  completions: readonly StepCompletion[],
): (FailedJob & { readonly step: string }) | undefined =>
  completions
    .toSorted((a, b) => steps.indexOf(a.step) - steps.indexOf(b.step))
    .flatMap((one) => {
      const failed = failedJobOf(one);
      return failed === undefined ? [] : [{ ...failed, step: one.step }];
    })[0];

/** The ledger has it only of what failed or has ended: of what runs on with failed jobs PanDA knows them. */
const readNow = async (jobsOf: LogPorts["jobsOf"], tasks: readonly TaskSeen[]): Promise<readonly StepCompletion[]> => {
  const read: StepCompletion[] = [];
  for (const task of tasks)
    if (task.failed > 0) read.push(recordOf(task, await jobsOf(task.id, "unsuccessful"), "unsuccessful"));
  return read;
};
