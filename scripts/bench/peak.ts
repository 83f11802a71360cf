import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** `megabytes`: the most that all processes of the tree held at one moment. */
export type Peak = {
  readonly code: number | null;
  readonly seconds: number;
  readonly megabytes: number;
  readonly output: string;
};

/** Milliseconds. What is held for a shorter time may be missed. */
const lookEvery = 20;

/** Runs a program and watches it with everything that it starts, by what Linux says that each holds. */
export const runWatched = (
  command: readonly string[],
  { cwd, env }: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Promise<Peak> =>
  new Promise((resolve, reject) => {
    const [program = "", ...args] = command;
    const began = performance.now();
    const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
    let kilobytes = 0;
    let output = "";
    const looks = setInterval(() => {
      const held = treeOf(child.pid ?? 0).map(heldBy);
      kilobytes = Math.max(
        kilobytes,
        held.reduce((sum, one) => sum + one, 0),
      );
    }, lookEvery);
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => (output += text));
    child.on("error", reject);
    child.on("close", (code) => {
      clearInterval(looks);
      resolve({ code, seconds: (performance.now() - began) / 1000, megabytes: kilobytes / 1024, output });
    });
  });

/** Less the programs that a push starts for a repository in a folder: of one on a server they run there. */
const treeOf = (top: number): readonly number[] => {
  const parents = new Map(
    readdirSync("/proc").flatMap((name) => {
      const parent = /^\d+ \(.*\) \S (\d+)/s.exec(read(`/proc/${name}/stat`))?.[1];
      return parent === undefined ? [] : [[Number(name), Number(parent)] as const];
    }),
  );
  const found = [top];
  for (const one of found)
    for (const [pid, parent] of parents)
      if (parent === one && !read(`/proc/${pid}/cmdline`).includes("receive-pack")) found.push(pid);
  return found;
};

const heldBy = (pid: number): number => Number(/^VmRSS:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0);

/** Empty where the process has ended meanwhile. */
const read = (path: string): string => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
};
