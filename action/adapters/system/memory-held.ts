import { readFileSync } from "node:fs";

/** Milliseconds between two looks at the memory of a validation. */
export const lookEvery = 100;

/** Resident memory of a process in MB, where the system reports it as Linux does; 0 elsewhere, where only V8's own limit holds. */
export const megabytesOf = (pid: number | "self" | undefined): number => {
  try {
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
};
