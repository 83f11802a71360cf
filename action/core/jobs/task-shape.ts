import type { Step } from "../judge/production.ts";
import { readsInputs } from "../plan/prun-options.ts";
import { chosenFiles } from "./chosen-files.ts";
import type { TaskShape } from "./split-task.ts";

/** Files that a job reads at most where the request counts none (PANDA J8). */
const filesByDefault = 200;

/**
 * What JEDI splits of a step, from the files of its inputs, in their order. A cut by size is taken as one by number: how
 * large files are nobody knows here, so for `gbPerJob` there may be more jobs than this.
 */
export const taskShape = (step: Step, inputs: readonly (readonly string[])[], firstSeed: number): TaskShape => {
  const [primary, ...secondaries] = readsInputs(step) ? step.inputs : [];
  const chosen = step.inputs.map((input, index) => chosenFiles(input, inputs[index] ?? []));
  return {
    input:
      primary === undefined
        ? { kind: "none", jobs: step.jobs ?? 1 }
        : {
            kind: "files",
            files: chosen[0] ?? [],
            filesPerJob: filesPerJob(step),
            repeat: primary.repeat,
            maxFiles: step.splitting.kind === "jobs" ? undefined : step.splitting.maxFiles,
          },
    secondaries: secondaries.map((input, index) => ({
      stream: `IN${index + 2}`,
      files: chosen[index + 1] ?? [],
      filesPerJob: input.filesPerJob,
      reusable: input.reuse,
    })),
    seedOffset: firstSeed - 1,
  };
};

const filesPerJob = ({ splitting }: Step): number => {
  switch (splitting.kind) {
    case "jobs":
      return filesByDefault;
    case "files":
      return splitting.filesPerJob;
    case "gigabytes":
      return splitting.maxFilesPerJob ?? filesByDefault;
  }
};
