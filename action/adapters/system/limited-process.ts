import { spawn } from "node:child_process";
import { writeSync } from "node:fs";
import type { Readable } from "node:stream";
import { Failure, systemFault } from "../../core/problems/failure.ts";
import { type BeyondLimit, limitWatch, type ValidationLimits } from "../../core/validate/validation-limits.ts";
import { lookEvery, processTree, processUse } from "./process-use.ts";

/** A program of ours as a process, and what it is given. */
export type LimitedProgram = {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
};

export type LimitedEnd =
  | { readonly kind: "ended"; readonly code: number; readonly answer: string | undefined }
  | { readonly kind: "beyond"; readonly beyond: BeyondLimit };

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
    const answer = answerOn(child.stdio[pipe] as Readable);
    const watch = limitWatch(limits);
    const began = performance.now();
    let beyond: BeyondLimit | undefined;
    const looks = setInterval(() => {
      const clock = (performance.now() - began) / 1000;
      // Where nothing else is known, the clock counts.
      const { processor, megabytes } = processUse(child.pid ?? 0) ?? { processor: clock, megabytes: 0 };
      beyond ??= watch(processor, clock, megabytes);
      if (beyond !== undefined) endAll(child.pid);
    }, lookEvery);
    const forward = passingOn(() => endAll(child.pid));
    const over = (): void => {
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
      if (what !== undefined) return resolve({ kind: "beyond", beyond: what });
      if (code === null)
        return reject(
          new Failure(`The process that checks was ended by ${signal ?? "the system"}, before it had an answer.`, {
            wayOut:
              "Try again; if it ends so again, the machine is short of memory: end other programs, or change fewer productions at one time.",
          }),
        );
      resolve({ kind: "ended", code, answer: answer() });
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

/** The pipe on which the process answers. */
const pipe = 3;

/** Called in the process that `runLimited` started, once. */
export const answering = (answer: unknown): void => {
  let rest = Buffer.from(`${JSON.stringify(answer)}\n`);
  while (rest.length > 0) rest = rest.subarray(writeSync(pipe, rest));
};

/** The whole answer; one that was cut off is none. */
const answerOn = (stream: Readable): (() => string | undefined) => {
  const parts: string[] = [];
  stream.setEncoding("utf8").on("data", (part: string) => parts.push(part));
  return () => {
    const text = parts.join("");
    return text.endsWith("\n") ? text : undefined;
  };
};

/** With what it started, which would go on alone. */
const endAll = (pid: number | undefined): void => {
  for (const one of pid === undefined ? [] : processTree(pid))
    try {
      process.kill(one, "SIGKILL");
    } catch {
      // It has ended by itself.
    }
};

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
