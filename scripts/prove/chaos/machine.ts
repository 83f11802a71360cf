import { type ChildProcess, execFile } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { root } from "../../demo/scene.ts";
import type { Chance } from "../../fuzz/chance.ts";

const wrongClock = new URL("wrong-clock.ts", import.meta.url).href;

export type PassEnd = "good" | "asks a person" | "could not" | "killed";

/** Minutes by which the clocks of the machines differ from PanDA's: most by little, one by days. */
const clocks = [0, 3, -7, 60, -4320] as const;

/** One pass of the built program on a machine of its own; one in fifty is killed at some moment of its first seconds. */
export const reconcileOn = async (
  machine: string,
  chance: Chance,
  env: Readonly<Record<string, string>>,
  complain: (words: string) => void,
): Promise<PassEnd> => {
  const killedAfter = chance.oneIn(50) ? 100 + chance.below(4000) : undefined;
  const child = execFile(process.execPath, [`${root}dist/cli.js`, "reconcile"], {
    cwd: machine,
    env: {
      PATH: process.env.PATH ?? "",
      HOME: machine,
      NODE_OPTIONS: `--import=${wrongClock}`,
      CHAOS_MINUTES: String(chance.of(clocks)),
      ...env,
    },
    maxBuffer: 64 * 1024 * 1024,
  });
  let said = "";
  child.stderr?.on("data", (text: string) => {
    said += text;
  });
  child.stdout?.resume();
  const killed = killedAfter === undefined ? false : await isKilledAfter(child, killedAfter);
  const code: unknown = child.exitCode ?? (killed ? undefined : (await once(child, "exit"))[0]);
  if (killed) return "killed";
  if (code === 0 || code === 1) return code === 0 ? "good" : "asks a person";
  if (code !== 2 || said.includes("    at ")) complain(`reconcile ended with ${String(code)}: ${said}`);
  return "could not";
};

const isKilledAfter = async (child: ChildProcess, milliseconds: number): Promise<boolean> => {
  const ended = once(child, "exit");
  const first = await Promise.race([ended, sleep(milliseconds, "late" as const)]);
  if (first !== "late") return false;
  child.kill("SIGKILL");
  await ended;
  return true;
};
