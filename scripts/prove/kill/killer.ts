/**
 * Loaded before the program. It counts whatever leaves the process: each child process, each call of the network, each
 * call of a file. At the one of number `PROVE_KILL_AT`, before or behind it, the process ends by SIGKILL, or its clock
 * jumps by `PROVE_JUMP_DAYS`. A process that is not killed writes how many there were to the file `PROVE_KILL_COUNT`.
 */
import { ChildProcess } from "node:child_process";
import { writeFileSync } from "node:fs";
import files from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { setClock } from "../chaos/wrong-clock.ts";

const at = Number(process.env["PROVE_KILL_AT"] ?? 0);
const when = process.env["PROVE_KILL_WHEN"] ?? "before";
const days = Number(process.env["PROVE_JUMP_DAYS"] ?? 0);
let count = 0;

const reach = (number: number, moment: "before" | "after"): void => {
  if (number !== at || moment !== when) return;
  if (days === 0) process.kill(process.pid, "SIGKILL");
  else setClock(days * 24 * 3_600_000);
};
const begin = (): number => {
  count += 1;
  reach(count, "before");
  return count;
};

type Call = (...args: readonly unknown[]) => unknown;

const around = (call: Call): Call =>
  async function (this: unknown, ...args: readonly unknown[]): Promise<unknown> {
    const mine = begin();
    const result = await call.apply(this, [...args]);
    reach(mine, "after");
    return result;
  };

/** Every way to start a child goes through this method. */
const prototype = ChildProcess.prototype as unknown as { spawn: Call };
const { spawn } = prototype;
prototype.spawn = function (this: ChildProcess, ...args: readonly unknown[]): unknown {
  const mine = begin();
  this.prependOnceListener("exit", () => reach(mine, "after"));
  return spawn.apply(this, [...args]);
};

globalThis.fetch = around(globalThis.fetch as unknown as Call) as typeof fetch;

const callable = files as unknown as Record<string, unknown>;
for (const [name, call] of Object.entries(callable))
  if (typeof call === "function") callable[name] = around(call as Call);
syncBuiltinESMExports();

process.on("exit", () => {
  const where = process.env["PROVE_KILL_COUNT"];
  if (where !== undefined) writeFileSync(where, String(count));
});
