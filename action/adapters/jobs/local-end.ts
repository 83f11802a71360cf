import type { LocalEnd } from "../../core/jobs/run-report.ts";
import { stageWords } from "../../core/ledger/completion.ts";
import { stageExits } from "../../core/render/wrapper.ts";
import type { JobEnd } from "./job-order.ts";

type FailedEnd = Omit<Extract<LocalEnd, { readonly kind: "failed" }>, "kind" | "tail">;

/** `undefined`: the job was stopped, or its wrapper says that all went well. Words are for who wrote the payload. */
export const failureOf = (
  end: JobEnd,
  limits: { readonly walltime: number | undefined; readonly megabytes: number | undefined },
): FailedEnd | undefined => {
  switch (end.kind) {
    case "stopped":
      return undefined;
    case "not-started":
      return { stage: stageWords(stageExits.stageIn) ?? "", exitCode: undefined, words: end.message };
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
      const stage = stageWords(exitCode);
      if (stage !== undefined) return { stage, exitCode, words: "The wrapper stopped; the log says why." };
      return { stage: "payload", exitCode, words: payloadWords(exitCode) };
    }
  }
};

/** As a shell counts. */
const payloadWords = (exitCode: number): string =>
  exitCode > 128 && exitCode <= 128 + 64
    ? `The payload ended with exit code ${exitCode}, as a program that signal ${exitCode - 128} ended.`
    : `The payload ended with exit code ${exitCode}.`;
