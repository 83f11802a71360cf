import { basename, dirname } from "node:path";
import { text } from "node:stream/consumers";
import { callOf, type Ran } from "../../../scripts/demo/scene.ts";
import { type StartProgram, startProcess } from "../../../scripts/sandbox/runner/child.ts";
import type { Order } from "./order.ts";
import { startWarm } from "./warm-process.ts";

/** What Node and the system's libraries read once, when a process begins; and what limits a process. */
const atBegin = /^(?:NODE_(?!COMPILE_CACHE=|DEBUG=|OPTIONS=)|UV_|SSL_|TZ=|LANG=(?!C\.UTF-8$)|LC_|SHREK_JUDGE_)/;
/** Of that, what makes Node talk: a process is warm for those that want the same. */
const talk = ({ NODE_DEBUG, NODE_OPTIONS }: Order["env"]): Order["env"] => ({
  ...(NODE_DEBUG === undefined ? {} : { NODE_DEBUG }),
  ...(NODE_OPTIONS === undefined ? {} : { NODE_OPTIONS }),
});
const begunHere = new Set<string>();

/**
 * Whether a program gets a process of its own, as users start it: the first start of each program and command in this
 * process, and one with what only a new process reads. Only `worlds` and stories have `SHREK_WARM`; `SHREK_COLD` makes theirs cold.
 */
const isCold = ({ program, args, env }: Order): boolean => {
  const { SHREK_COLD: allCold, SHREK_WARM: allWarm } = process.env;
  if (allCold !== undefined || allWarm === undefined) return true;
  const command = basename(program) === "cli.js" ? args[0] : undefined;
  const name = JSON.stringify([basename(program), command, talk(env)]);
  const isFirst = !begunHere.has(name);
  begunHere.add(name);
  return isFirst || Object.entries(env).some((pair) => atBegin.test(pair.join("=")));
};

/** Steps of the runner: our programs warm, all else in a process of its own. */
export const start: StartProgram = (request) => {
  const [program = "", ...args] = request.args;
  const isOurs = request.command === process.execPath && basename(dirname(program)) === "dist";
  const order = { program, args, cwd: request.cwd, env: request.env };
  return isOurs && !isCold(order) ? startWarm(order, talk(order.env)) : startProcess(request);
};

/** The built command line, warm. */
export const shrekWarm = async (...call: Parameters<typeof callOf>): Promise<Ran> => {
  const { program, args, ...place } = callOf(...call);
  const started = start({ command: process.execPath, args: [program, ...args], ...place });
  const ended = new Promise<number>((resolve, reject) => {
    started.on("error", reject);
    started.on("close", (code: number | null, signal: string | null) =>
      code === null ? reject(new Error(`shrek ${args.join(" ")} ended by ${signal}`)) : resolve(code),
    );
  });
  const [code, stdout, stderr] = await Promise.all([ended, text(started.stdout), text(started.stderr)]);
  return { code, stdout, stderr };
};
