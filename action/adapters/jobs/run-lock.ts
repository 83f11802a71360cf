import { readFileSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Failure, systemCode } from "../../core/problems/failure.ts";
import { notDone } from "../disk/folder-writer.ts";

type Holder = {
  readonly pid: number;
  readonly since: string;
  readonly watchdog: number;
  readonly watchdogSince: string;
};

/** Milliseconds for which the watchdog of a killed run may need to end its jobs. */
const maxEnd = 10_000;

/** Takes a folder for one run. What a killed run left is waited for: its jobs may not write into the folders of ours. */
export const lockRun = async (out: string, watchdog: number): Promise<{ release(): Promise<void> }> => {
  const file = join(out, "lock.json");
  const own: Holder = { ...nowOf(process.pid), watchdog, watchdogSince: nowOf(watchdog).since };
  for (;;) {
    try {
      await writeFile(file, `${JSON.stringify(own)}\n`, { flag: "wx" });
      return { release: () => rm(file, { force: true }) };
    } catch (error) {
      if (systemCode(error) !== "EEXIST") throw notDone(`${file} cannot be written`, error);
    }
    const holder = await holderOf(file);
    if (holder !== undefined && isAlive(holder.pid, holder.since))
      throw new Failure(`Another shrek (process ${holder.pid}) works in ${out}.`, {
        wayOut: "Wait until it has ended, or name another folder with --output.",
      });
    if (holder !== undefined) await endOfHolder(holder, out);
    await rm(file, { force: true });
  }
};

/** A file that was not written to its end has no holder. */
const holderOf = async (file: string): Promise<Holder | undefined> => {
  try {
    const value: unknown = JSON.parse(await readFile(file, "utf8"));
    return isHolder(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

const isHolder = (value: unknown): value is Holder =>
  typeof value === "object" &&
  value !== null &&
  "pid" in value &&
  Number.isInteger(value.pid) &&
  "watchdog" in value &&
  Number.isInteger(value.watchdog);

const endOfHolder = async ({ watchdog, watchdogSince }: Holder, out: string): Promise<void> => {
  const until = performance.now() + maxEnd;
  while (isAlive(watchdog, watchdogSince)) {
    if (performance.now() > until)
      throw new Failure(`The jobs of an earlier run in ${out} have not ended (process ${watchdog}).`, {
        wayOut: "End it, or name another folder with --output.",
      });
    await pause(20);
  }
};

/** Numbers are given again: a process is known by when it began as well, in ticks since the start of the machine. */
const nowOf = (pid: number): { readonly pid: number; readonly since: string } => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    return { pid, since: stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "" };
  } catch {
    return { pid, since: "" };
  }
};

const isAlive = (pid: number, since: string): boolean => {
  try {
    process.kill(pid, 0);
    return nowOf(pid).since === since;
  } catch (error) {
    return systemCode(error) === "EPERM" && nowOf(pid).since === since;
  }
};
