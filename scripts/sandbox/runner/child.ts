import { spawn } from "node:child_process";
import type { EventEmitter } from "node:events";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

export type ChildRequest = {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly onLine: (line: string) => void;
  readonly signal: AbortSignal;
  readonly timeoutMinutes: number;
  /** Another way to start a program than a new process. */
  readonly start?: StartProgram | undefined;
};

/** A program that runs. `close`: it has ended and all that it printed was read, with its code, or none where a signal ended it. */
export type Started = EventEmitter & {
  readonly pid?: number | undefined;
  readonly stdout: Readable;
  readonly stderr: Readable;
};
export type StartProgram = (request: Pick<ChildRequest, "command" | "args" | "cwd" | "env">) => Started;

/** A group of its own, so that a script's children end with it. */
export const startProcess: StartProgram = ({ command, args, cwd, env }) =>
  spawn(command, args, { cwd, env: { ...env }, stdio: ["ignore", "pipe", "pipe"], detached: true });

/** Exit code; a cancelled or overdue child is asked, then made, to end. One that cannot begin is told in the runner's words. */
export const runChild = async (request: ChildRequest): Promise<number> => {
  try {
    return await spawned(request);
  } catch (error) {
    // One variable holds 128 KiB (execve(2), MAX_ARG_STRLEN): the kernel of this machine says so.
    if (!(error instanceof Error && "code" in error && error.code === "E2BIG")) throw error;
    request.onLine(
      `::error::An error occurred trying to start process '${request.command}' with working directory '${request.cwd}'. Argument list too long`,
    );
    return 1;
  }
};

const spawned = (request: ChildRequest): Promise<number> =>
  new Promise((resolve, reject) => {
    const child = (request.start ?? startProcess)(request);
    const kill = (signal: NodeJS.Signals): void => {
      if (child.pid === undefined) return;
      try {
        process.kill(-child.pid, signal);
      } catch {
        // It has ended by itself.
      }
    };
    let hard: NodeJS.Timeout | undefined;
    const stop = (): void => {
      kill("SIGINT");
      hard = setTimeout(() => kill("SIGKILL"), 2500);
    };
    const overdue = setTimeout(stop, Math.min(request.timeoutMinutes * 60_000, 2 ** 31 - 1));
    request.signal.addEventListener("abort", stop, { once: true });
    if (request.signal.aborted) stop();
    for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on("line", request.onLine);
    child.on("error", reject);
    child.on("close", (code: number | null) => {
      clearTimeout(overdue);
      clearTimeout(hard);
      request.signal.removeEventListener("abort", stop);
      resolve(code ?? 1);
    });
  });
