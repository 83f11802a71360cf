import { type Job, type Split, splitTask } from "../../../action/core/jobs/split-task.ts";
import { inputFiles } from "./datasets.ts";
import { nextNumber, type State, type Task, type TaskJob } from "./state.ts";
import { executionShape } from "./task-shape.ts";

/** Jobs for the input no job of this task has yet: all of it at first, what came later after a retry. */
export const splitNewInput = (state: State, task: Task): Split => {
  const shape = executionShape(task.params);
  const [primary, ...secondaries] = shape.inputs;
  const used = new Set(task.jobs.flatMap(({ files }) => files["IN"] ?? []));
  if (primary === undefined && task.jobs.length > 0) return { kind: "no-files" };
  return splitTask({
    input:
      primary === undefined
        ? { kind: "none", jobs: shape.jobs }
        : {
            kind: "files",
            files: inputFiles(state, primary)
              .slice(0, shape.maxFiles)
              .filter((file) => !used.has(file)),
            filesPerJob: shape.filesPerJob,
          },
    secondaries: secondaries.map((input) => ({
      stream: input.stream,
      files: unusedSecondaries(state, task, input),
      filesPerJob: input.filesPerJob ?? 1,
      reusable: input.reusable,
    })),
    seedOffset: shape.seedOffset,
    firstJob: task.jobs.length + 1,
  });
};

const unusedSecondaries = (state: State, task: Task, input: Parameters<typeof inputFiles>[1]): readonly string[] => {
  const files = inputFiles(state, input);
  if (input.reusable) return files;
  const used = new Set(task.jobs.flatMap((job) => job.files[input.stream] ?? []));
  return files.filter((file) => !used.has(file));
};

export const newJob = (state: State, { number, seed, files }: Job): TaskJob => ({
  pandaId: nextNumber(state, "nextJob"),
  number,
  seed: seed ?? null,
  files,
  status: "activated",
  attempts: 0,
  exitCode: null,
  diagnosis: "",
});
