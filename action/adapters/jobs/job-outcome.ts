import type { LocalEnd } from "../../core/jobs/run-report.ts";
import { carriedFields } from "../../core/plan/carried-fields.ts";
import { nameFields, outputFileName } from "../../core/plan/output-name.ts";
import type { Step } from "../../core/production/production.ts";
import { payloadExit, stageExits, stageText } from "../../core/render/job-exits.ts";
import type { LocalJob } from "../../ports/local-jobs.ts";
import { type JobRecord, type RunFolders, storeOutput } from "./job-records.ts";
import type { JobResult } from "./job-runner.ts";
import type { JobEnd } from "./job-to-run.ts";
import { logTail } from "./log-tail.ts";

/** The most MB that a job of the step may ask for. */
export const memoryOf = ({ memory, retryMemory, cores }: Step): number | undefined =>
  memory === undefined ? undefined : (retryMemory.at(-1) ?? memory) * cores;

/** `undefined`: the job ended well, and what it made can be stored. */
export const failedEnd = async (step: Step, { end, log, outputs }: JobResult): Promise<LocalEnd | undefined> => {
  if (end.kind === "stopped") return { kind: "stopped" };
  const failure = failureOf(end, { walltime: step.walltime, megabytes: memoryOf(step) });
  if (failure !== undefined) return { kind: "failed", ...failure, tail: await logTail(log) };
  const missing = step.outputs.find(({ name }) => outputs.every((one) => one.output !== name || !one.exists));
  return missing === undefined
    ? undefined
    : stageOut(`${missing.name} is a link or a folder, and PanDA stores plain files only.`, await logTail(log));
};

const stageOut = (words: string, tail: readonly string[]): Extract<LocalEnd, { readonly kind: "failed" }> => ({
  kind: "failed",
  stage: stageText(stageExits.stageOut) ?? "",
  exitCode: undefined,
  words,
  tail,
});

/** Moves what the job made to its names in the datasets of `outDS`, or says why it cannot be stored. */
export const storeOutputs = async (
  outDS: string,
  job: LocalJob,
  { outputs, log }: JobResult,
  folders: RunFolders,
): Promise<JobRecord["outputs"] | Extract<LocalEnd, { readonly kind: "failed" }>> => {
  const { step, task } = job;
  const first = job.job.files["IN"]?.[0];
  const carried = carriedFields(step);
  const fields = carried.length > 0 && first !== undefined ? { fields: nameFields(first, carried) } : {};
  const stored: JobRecord["outputs"][number][] = [];
  const found = new Set(step.outputs.filter(({ pattern }) => pattern !== undefined).map(({ name }) => name));
  for (const { output, name, path, exists } of outputs) {
    if (!exists) continue;
    const kept = found.has(output);
    const as = {
      output,
      name: kept ? name : outputFileName({ outDS, task, job: job.job.number, file: name, ...fields }),
    };
    try {
      stored.push(storeOutput(folders, job, as, path));
    } catch (error) {
      return stageOut(
        `${name} cannot be stored: ${error instanceof Error ? error.message : String(error)}.`,
        await logTail(log),
      );
    }
  }
  return stored;
};

type FailedEnd = Omit<Extract<LocalEnd, { readonly kind: "failed" }>, "kind" | "tail">;

/** `undefined`: the job was stopped, or its wrapper says that all went well. The message is for the author of the payload. */
const failureOf = (
  end: JobEnd,
  limits: { readonly walltime: number | undefined; readonly megabytes: number | undefined },
): FailedEnd | undefined => {
  switch (end.kind) {
    case "stopped":
      return undefined;
    case "not-started":
      return { stage: stageText(stageExits.stageIn) ?? "", exitCode: undefined, words: end.message };
    case "timed-out":
      return {
        stage: "walltime",
        exitCode: undefined,
        words: `The job took longer than its walltime of ${limits.walltime ?? 0} h and was ended.`,
      };
    case "over-memory":
      return {
        stage: "memory",
        exitCode: undefined,
        words: `The job used more than its memory of ${limits.megabytes ?? 0} MB and was ended.`,
      };
    case "exited": {
      const { exitCode } = end;
      if (exitCode === 0) return undefined;
      const stage = stageText(exitCode);
      if (stage !== undefined) return { stage, exitCode, words: "The wrapper stopped; the log says why." };
      return { stage: "payload", exitCode: payloadExit(exitCode) ?? exitCode, words: payloadText(exitCode) };
    }
  }
};

/** With the number that PanDA would have of it, where that is another one. */
const payloadText = (exit: number): string => {
  const code = payloadExit(exit);
  if (code === undefined)
    return `The payload ended with an exit code from 198 to 254: the log has it, and PanDA gets ${exit}.`;
  const signal = code > 128 && code <= 128 + 64 ? `, as a program that signal ${code - 128} ended` : "";
  const moved =
    code === exit
      ? ""
      : ` PanDA gets ${exit} instead, since ${code} ${code === 255 ? "would count as a good job there" : "has another meaning there"}.`;
  return `The payload ended with exit code ${code}${signal}.${moved}`;
};
