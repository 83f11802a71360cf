import { fillOutputName, nameFields } from "../../../action/core/plan/output-name.ts";
import { takenFiles } from "../../sandbox/panda/jedi/datasets.ts";
import { noCodes } from "../../sandbox/panda/jedi/job-codes.ts";
import { cutIntoJobs, nothingBefore, type Rows, reusedAgain } from "../../sandbox/panda/jedi/job-cutting.ts";
import { madeAgain } from "../../sandbox/panda/jedi/job-list.ts";
import { executionShape } from "../../sandbox/panda/jedi/task-shape.ts";
import type { JsonObject } from "../../sandbox/panda/json.ts";
import type { TaskJob } from "../../sandbox/panda/state.ts";
import type { MadeStep } from "./ask-jedi.ts";
import type { Examined } from "./case-production.ts";
import type { ExpectedJob, ExpectedStep } from "./expected-jobs.ts";

/** What the sandbox PanDA makes of the same task parameters that JEDI got. */
export const sandboxJobs = (
  { one, datasets: outside }: Examined,
  steps: readonly Pick<MadeStep, "step" | "task" | "params">[],
): readonly ExpectedStep[] => {
  const datasets = new Map<string, readonly string[]>(
    Object.entries(outside).map(([name, files]) => [bare(name), files]),
  );
  return steps.map(({ step, task, params }) => {
    const shape = executionShape(params as JsonObject);
    const rows: Rows = (input, name) => takenFiles(input, (datasets.get(bare(name)) ?? []).toSorted());
    const cut = cutIntoJobs(shape, rows, nothingBefore);
    if (cut.kind !== "jobs") throw new Error(`the sandbox makes no jobs of ${step}: ${cut.kind}`);
    const told = attempts(cut.jobs.map(asTaskJob), {
      maxAttempt: shape.maxAttempt,
      times: one.fails?.[step] ?? {},
      isRetried: one.retried?.includes(step) === true,
      reused: () => reusedAgain(shape, rows),
    }).map(
      (job): ExpectedJob => ({
        seed: job.seed ?? 0,
        files: job.files,
        ...(job.firstEvent === undefined ? {} : { firstEvent: job.firstEvent }),
        outputs: shape.outputs.map(({ template }) =>
          fillOutputName(template, task, job.serial, nameFields(job.files["IN"]?.[0] ?? "", shape.fields)),
        ),
        good: job.status === "finished",
      }),
    );
    shape.outputs.forEach(({ dataset }, at) => {
      datasets.set(
        bare(dataset),
        told.flatMap(({ good, outputs }) => (good ? (outputs[at] ?? []) : [])),
      );
    });
    return { step, jobs: told };
  });
};

const bare = (dataset: string): string => dataset.replace(/\/$/, "");

const asTaskJob = ({
  serial,
  seed,
  files,
  firstEvent,
}: {
  serial: number;
  seed: number | undefined;
  files: TaskJob["files"];
  firstEvent?: number;
}): TaskJob => ({
  ...(firstEvent === undefined ? {} : { firstEvent }),
  ...{ pandaId: serial, number: serial, serial, seed: seed ?? null, files },
  ...{ status: "activated", attempts: 0, codes: noCodes, used: null },
});

type History = {
  readonly maxAttempt: number;
  /** How often each job fails. */
  readonly times: Readonly<Record<number, number>>;
  readonly isRetried: boolean;
  /** A new hand for each time that jobs are made. */
  readonly reused: () => () => TaskJob["files"];
};

/** Every attempt as it ended, in the order of their numbers. */
const attempts = (first: readonly TaskJob[], { maxAttempt, times, isRetried, reused }: History): readonly TaskJob[] => {
  const told: TaskJob[] = [];
  const run = (jobs: readonly TaskJob[], isGood: (job: TaskJob) => boolean): readonly TaskJob[] => {
    const ended = jobs.map((job): TaskJob => {
      if (job.status !== "activated") return job;
      return { ...job, attempts: job.attempts + 1, status: isGood(job) ? "finished" : "failed" };
    });
    told.push(
      ...ended.filter((_, index) => jobs[index]?.status === "activated").toSorted((a, b) => a.serial - b.serial),
    );
    return ended;
  };
  const again = (jobs: readonly TaskJob[], may: (job: TaskJob) => boolean): readonly TaskJob[] =>
    madeAgain(
      jobs,
      (job) => job.status === "failed" && may(job),
      (job) => ({ ...job, status: "activated" }),
      reused(),
    );
  let jobs = run(first, (job) => (times[job.number] ?? 0) < 1);
  while (jobs.some((job) => job.status === "failed" && job.attempts < maxAttempt))
    jobs = run(
      again(jobs, (job) => job.attempts < maxAttempt),
      (job) => job.attempts >= (times[job.number] ?? 0),
    );
  if (isRetried)
    run(
      again(jobs, () => true),
      () => true,
    );
  return told;
};
