import { readdirSync } from "node:fs";
import { textAt } from "./text-at.ts";

/** Looks at the memory of process groups, as PanDA's pilot looks at that of a job: the sum over its processes. */
export type MemoryMeter = {
  /** `group`: once it is known. `over` is called when the sum is above `limit` MB. */
  follow(group: () => number | undefined, limit: number | undefined, over: () => void): MemoryWatch;
};
/** `peak`: MB, the largest sum that was seen; `undefined`: it ended before the first look, or the system does not report it. */
export type MemoryWatch = { peak(): number | undefined; stop(): void };

/** Milliseconds between two looks. */
const meterEvery = 200;

type TrackedGroup = {
  readonly group: () => number | undefined;
  readonly limit: number | undefined;
  readonly over: () => void;
  peak: number | undefined;
  looks: number;
};

/** One look serves all groups. Where there is no /proc, as on macOS, nothing is seen. */
export const openMemoryMeter = (): MemoryMeter => {
  const followed = new Set<TrackedGroup>();
  let timer: NodeJS.Timeout | undefined;
  const look = (): void => {
    // What is younger than a pause between looks may have ended before the whole list of processes is read.
    if ([...followed].every((one) => one.looks++ === 0)) return;
    const byGroup = new Map([...followed].map((one) => [one.group(), one] as const));
    for (const [group, megabytes] of memoryOfGroups(byGroup)) {
      const one = byGroup.get(group);
      if (one === undefined) continue;
      one.peak = Math.max(one.peak ?? 0, megabytes);
      if (one.limit !== undefined && megabytes > one.limit) one.over();
    }
  };
  return {
    follow: (group, limit, over) => {
      const one: TrackedGroup = { group, limit, over, peak: undefined, looks: 0 };
      followed.add(one);
      timer ??= setInterval(look, meterEvery);
      return {
        peak: () => one.peak,
        stop: () => {
          followed.delete(one);
          if (followed.size > 0) return;
          clearInterval(timer);
          timer = undefined;
        },
      };
    },
  };
};

/** Processes come and go while they are listed: what cannot be read any more has ended. */
const memoryOfGroups = (groups: ReadonlyMap<number | undefined, unknown>): ReadonlyMap<number, number> => {
  const sums = new Map<number, number>();
  for (const pid of listed("/proc")) {
    if (!/^\d+$/.test(pid)) continue;
    const group = groupOf(pid);
    if (group === undefined || !groups.has(group)) continue;
    sums.set(group, (sums.get(group) ?? 0) + megabytesOfProcess(pid));
  }
  return sums;
};

/** The name of a program is in parentheses and may hold any character; state, parent and group follow it. */
const groupOf = (pid: string): number | undefined => {
  const stat = textAt(`/proc/${pid}/stat`);
  const group = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[2]);
  return Number.isInteger(group) ? group : undefined;
};

/** Pages that several processes share are counted in parts (PSS), as the pilot counts them; else what is resident. */
const megabytesOfProcess = (pid: string): number => {
  const shared = /^Pss:\s+(\d+) kB/m.exec(textAt(`/proc/${pid}/smaps_rollup`))?.[1];
  const kilobytes = shared ?? /^VmRSS:\s+(\d+) kB/m.exec(textAt(`/proc/${pid}/status`))?.[1] ?? 0;
  return Number(kilobytes) / 1024;
};

const listed = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
};
