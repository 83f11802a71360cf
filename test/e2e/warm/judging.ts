import type { ChildProcess, SpawnOptions } from "node:child_process";
import { basename } from "node:path";
import { startJudging } from "./warm-process.ts";

type Spawn = (file: string, args: readonly string[], options: SpawnOptions) => ChildProcess;

/**
 * A program that runs here starts the process that validates (`runLimited`) as it does anywhere, with the same flags,
 * environment, pipe and end; it gets a warm one. That one is a process of its own too, so whoever measures or kills it does.
 */
export const judgeWarm = (): void => {
  const builtin = process.getBuiltinModule("node:child_process") as unknown as { spawn: Spawn };
  const cold = builtin.spawn;
  builtin.spawn = (file, args, options) => {
    const at = args.findIndex((arg) => !arg.startsWith("--"));
    const [program = "", ...rest] = args.slice(at);
    if (file !== process.execPath || basename(program) !== "validate.js") return cold(file, args, options);
    const order = { program, args: rest, cwd: process.cwd(), env: options.env as Readonly<Record<string, string>> };
    return startJudging(order, args.slice(0, at));
  };
};
