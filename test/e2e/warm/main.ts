/**
 * A process that runs programs of the build one after the other, as the parent orders them. A run ends where Node would
 * end the process: when nothing is left to wait for. One that ends it itself, or throws, ends it here too. Its arguments
 * are the pipes that the parent reads.
 */
import { writeSync } from "node:fs";
import { beforeRun, watchLeftovers } from "./clean-up.ts";
import { judgeWarm } from "./judging.ts";
import { type Ended, endMark, type Order } from "./order.ts";
import { runProgram } from "./program.ts";

type Run = { isSettled: boolean; readonly cleanUp: (code: number) => void };
let run: Run | undefined;
const pipes = process.argv.slice(2).map(Number);

const begin = ({ program, args, cwd, env }: Order): void => {
  process.channel?.unref();
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, env);
  process.chdir(cwd);
  process.argv = [process.execPath, program, ...args];
  process.exitCode = undefined;
  const own: Run = { isSettled: false, cleanUp: beforeRun() };
  run = own;
  // Nobody catches what it throws: Node ends the process with it.
  void runProgram(program).then(() => (own.isSettled = true));
};

process.on("beforeExit", (code) => {
  if (run === undefined) return;
  // Node's own code for a program that waits for what never comes.
  const ended: Ended = { code: run.isSettled ? code : 13 };
  run.cleanUp(ended.code);
  run = undefined;
  process.chdir("/");
  for (const pipe of pipes) writeSync(pipe, endMark);
  process.channel?.ref();
  process.send?.(ended);
});

await watchLeftovers();
judgeWarm();
process.on("message", begin);
process.on("disconnect", () => process.exit());
