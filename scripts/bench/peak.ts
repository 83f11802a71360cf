import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** `megabytes`: the most that each process of the tree held, added up. */
export type Peak = {
  readonly code: number | null;
  readonly seconds: number;
  readonly megabytes: number;
  readonly output: string;
};

/** Milliseconds. A process that lives shorter than this may be missed. */
const lookEvery = 20;

/** Runs a program and watches it with everything that it starts, by Linux's own marks of the highest memory. */
export const runWatched = (
  command: readonly string[],
  { cwd, env }: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Promise<Peak> =>
  new Promise((resolve, reject) => {
    const [program = "", ...args] = command;
    const began = performance.now();
    const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
    const highest = new Map<number, number>();
    let output = "";
    const looks = setInterval(() => {
      for (const pid of treeOf(child.pid ?? 0)) highest.set(pid, Math.max(highest.get(pid) ?? 0, markOf(pid)));
    }, lookEvery);
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => (output += text));
    child.on("error", reject);
    child.on("close", (code) => {
      clearInterval(looks);
      const megabytes = [...highest.values()].reduce((sum, kilobytes) => sum + kilobytes, 0) / 1024;
      resolve({ code, seconds: (performance.now() - began) / 1000, megabytes, output });
    });
  });

const treeOf = (top: number): readonly number[] => {
  const parents = new Map(
    readdirSync("/proc").flatMap((name) => {
      const parent = /^\d+ \(.*\) \S (\d+)/s.exec(read(`/proc/${name}/stat`))?.[1];
      return parent === undefined ? [] : [[Number(name), Number(parent)] as const];
    }),
  );
  const found = [top];
  for (const one of found) for (const [pid, parent] of parents) if (parent === one) found.push(pid);
  return found;
};

const markOf = (pid: number): number => Number(/^VmHWM:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0);

/** Empty where the process has ended meanwhile. */
const read = (path: string): string => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
};
