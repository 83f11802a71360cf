import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

export type ChildRequest = {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly onLine: (line: string) => void;
  readonly signal: AbortSignal;
  readonly timeoutMinutes: number;
};

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
    // A group of its own, so that a script's children end with it.
    const child = spawn(request.command, request.args, {
      cwd: request.cwd,
      env: { ...request.env },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
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
    child.on("close", (code) => {
      clearTimeout(overdue);
      clearTimeout(hard);
      request.signal.removeEventListener("abort", stop);
      resolve(code ?? 1);
    });
  });
