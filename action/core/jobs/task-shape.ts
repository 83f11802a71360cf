import { groupedUpTo } from "../plan/carried-fields.ts";
import { readsInputs, waitsForAll } from "../plan/prun-options.ts";
import { isPairing, primaryStreams, secondaryStreams } from "../plan/streams.ts";
import { maxOfAll } from "../production/all-files.ts";
import type { Step, StepInput } from "../production/production.ts";
import type { TaskShape } from "./split-task.ts";

/** Files that a job reads at most where the request counts none (PANDA J8). */
const filesByDefault = 200;

/**
 * What JEDI splits of a step, from the files of its inputs, in their order. A cut by size is taken as one by number: how
 * large files are nobody knows here, so for `gbPerJob` there may be more jobs than this.
 */
export const taskShape = (step: Step, inputs: readonly (readonly string[])[], firstSeed: number): TaskShape => {
  const reads = readsInputs(step);
  const [primary] = reads ? primaryStreams(step) : [];
  const chosen = new Map(
    step.inputs.map((input, index) => [`IN${index + 1}`, chosenFiles(input, inputs[index] ?? [])]),
  );
  return {
    input:
      primary === undefined
        ? { kind: "none", jobs: step.jobs ?? 1 }
        : {
            kind: "files",
            files: primaryStreams(step)
              .flatMap(({ stream }) => chosen.get(stream) ?? [])
              .toSorted(),
            groupFields: groupedUpTo(step),
            filesPerJob: filesPerJob(step),
            ranges: step.splitting.kind === "files" ? step.splitting.ranges : undefined,
            repeat: primary.repeat,
            maxFiles: step.splitting.kind === "jobs" ? undefined : step.splitting.maxFiles,
          },
    secondaries: (reads ? secondaryStreams(step) : []).map(({ stream, filesPerJob, reuse }) => ({
      stream,
      files: chosen.get(stream) ?? [],
      filesPerJob,
      reusable: reuse,
    })),
    scouted: !isPairing(step),
    seedOffset: firstSeed - 1,
  };
};

const filesPerJob = (step: Step): number => {
  const { splitting } = step;
  switch (splitting.kind) {
    case "jobs":
      return filesByDefault;
    case "files":
      return waitsForAll(step) ? maxOfAll.primary : splitting.filesPerJob;
    case "gigabytes":
      return splitting.maxFilesPerJob ?? filesByDefault;
  }
};

/** JEDI passes over logs of other tasks in every primary input. */
const log = /\.log\.tgz(\.\d+)*$/;

/** The files of a dataset that a step reads: those of the pattern, by name, without the first ones (PANDA J6). */
export const chosenFiles = (
  { match, exclude, skip }: Pick<StepInput, "match" | "exclude" | "skip">,
  files: readonly string[],
): readonly string[] =>
  files
    .filter((file) => !log.test(file) && (match.length === 0 || match.some((one) => holds(file, one))))
    .filter((file) => exclude === undefined || !holds(file, exclude))
    .toSorted()
    .slice(skip);

/** `*` matches anything, and the pattern may match anywhere in the name. */
const holds = (file: string, pattern: string): boolean => {
  let at = 0;
  for (const part of pattern.split("*")) {
    const found = file.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return true;
};
