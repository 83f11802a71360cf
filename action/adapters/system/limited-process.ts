import { spawn } from "node:child_process";
import type { Readable } from "node:stream";
import { Failure, systemFault } from "../../core/problems/failure.ts";
import type { BeyondLimit, ValidationLimits } from "../../core/validate/validation-limits.ts";
import { lookEvery, megabytesOf } from "./memory-held.ts";
import { readReports } from "./supervisor.ts";

/** A program of ours as a process, and what it is given. */
export type LimitedProgram = {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
};

export type LimitedEnd =
  | { readonly kind: "ended"; readonly code: number; readonly answer: string | undefined }
  | ({ readonly kind: "beyond" } & BeyondLimit);

/**
 * Runs one of our programs until it ends or is past a limit. A process of its own, because nothing ends a computation
 * within the one that computes, and because only there a memory that is full is somebody else's (ADR 18).
 */
export const runLimited = (program: LimitedProgram, limits: ValidationLimits): Promise<LimitedEnd> =>
  new Promise((resolve, reject) => {
    const { file, args, env } = program;
    const child = spawn(process.execPath, [...heapFlags(limits), file, ...args], {
      stdio: ["inherit", "inherit", "inherit", "pipe"],
      env,
    });
    const reports = readReports(child.stdio[3] as Readable);
    let beyond: BeyondLimit["what"] | undefined;
    const end = (what: BeyondLimit["what"]): void => {
      beyond ??= what;
      child.kill("SIGKILL");
    };
    const deadline = setTimeout(() => end("time"), limits.seconds * 1000);
    const looks = setInterval(() => {
      if (megabytesOf(child.pid) > limits.megabytes) end("memory");
    }, lookEvery);
    const forward = passingOn(() => child.kill("SIGKILL"));
    const over = (): void => {
      clearTimeout(deadline);
      clearInterval(looks);
      forward.stop();
    };
    child.on("error", (cause) => {
      over();
      const { why, wayOut } = systemFault(cause);
      reject(new Failure(`The process that checks could not be started: ${why}.`, { wayOut, cause }));
    });
    child.on("close", (code, signal) => {
      over();
      // V8 aborts where its heap is full.
      const what = beyond ?? (signal === "SIGABRT" || code === 134 ? "memory" : undefined);
      if (what !== undefined) return resolve({ kind: "beyond", what, at: reports.last() });
      if (code === null)
        return reject(
          new Failure(`The process that checks was ended by ${signal ?? "the system"}, before it had an answer.`, {
            wayOut:
              "Try again; if it ends so again, the machine is short of memory: end other programs, or change fewer productions at one time.",
          }),
        );
      resolve({ kind: "ended", code, answer: reports.answer() });
    });
  });

/**
 * V8 collects when its heap has grown by 15 % since it last did; left alone it waits until much more of it is garbage.
 * A small space for young objects (MB) keeps its pages few: 10,000 requests hold 290 MB instead of 397 (docs/limits.md).
 */
const heapFlags = ({ megabytes }: ValidationLimits): readonly string[] => [
  `--max-old-space-size=${Math.ceil(megabytes)}`,
  "--heap-growing-percent=15",
  "--max-semi-space-size=8",
];

/** Who ends us ends the child too: it would go on without anybody who ends it. */
const passingOn = (kill: () => void): { stop(): void } => {
  const handlers = (["SIGTERM", "SIGHUP"] as const).map((signal) => {
    const handler = (): void => {
      kill();
      process.kill(process.pid, signal);
    };
    process.once(signal, handler);
    return () => process.removeListener(signal, handler);
  });
  return { stop: () => handlers.forEach((stop) => stop()) };
};
