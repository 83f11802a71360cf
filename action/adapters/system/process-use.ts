import { readFileSync } from "node:fs";

/** What a process took so far: seconds of the processor with all that it started, megabytes of resident memory of its own. */
export type ProcessUse = { readonly processor: number; readonly megabytes: number };

/** Milliseconds between two looks at a validation. */
export const lookEvery = 100;

/** `undefined` where the system does not report it as Linux does. */
export const processUse = (pid: number | "self"): ProcessUse | undefined => {
  const held = /^VmRSS:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`))?.[1];
  const own = held === undefined ? undefined : processTree(pid === "self" ? process.pid : pid);
  if (own === undefined) return undefined;
  return { processor: own.reduce((sum, one) => sum + processorOf(one), 0), megabytes: Number(held) / 1024 };
};

/** A process and all below it that still run. */
export const processTree = (pid: number): readonly number[] => [
  pid,
  ...read(`/proc/${pid}/task/${pid}/children`)
    .split(" ")
    .filter((child) => child !== "")
    .flatMap((child) => processTree(Number(child))),
];

/** Linux counts in hundredths of a second: of the user and of the system, and the same of children that were waited for. */
const processorOf = (pid: number): number => {
  const fields = read(`/proc/${pid}/stat`)
    .replace(/^.*\) /s, "")
    .split(" ");
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / 100;
};

/** Empty where there is none, or the process has ended meanwhile. */
const read = (path: string): string => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
};
