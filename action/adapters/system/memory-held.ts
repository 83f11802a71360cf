import { readFileSync } from "node:fs";

/** Milliseconds between two looks at the memory of a judgement. */
export const lookEvery = 100;

/** Resident memory of a process in MB, where the system tells it as Linux does; 0 elsewhere, where V8's own limit is left. */
export const megabytesOf = (pid: number | "self" | undefined): number => {
  try {
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
};
