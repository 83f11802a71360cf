import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { EventEmitter } from "node:events";
import { PassThrough, type Readable } from "node:stream";
import { finished } from "node:stream/promises";
import type { Started } from "../../../scripts/sandbox/runner/child.ts";
import { type Ended, endMark, type Order } from "./order.ts";

const program = new URL("main.ts", import.meta.url).pathname;
/** What a process holds more after each run stays small by this: 300 MB after 60, 350 after 200. */
const runsOfOne = 200;

/** What a process is given when it begins: it is warm only for runs that want the same. */
type Begin = {
  readonly flags: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly stdio: NonNullable<SpawnOptions["stdio"]>;
  /** Those that a run writes. */
  readonly pipes: readonly number[];
  readonly detached: boolean;
};
type Warm = { readonly child: ChildProcess; left: number };
type Run = EventEmitter & { readonly pid: number | undefined };
const idle = new Map<string, Warm[]>();

/** Runs a program of the build in a process that waits for one, or in a new one that others then find warm. `env`: what Node reads once. */
export const startWarm = (order: Order, env: Begin["env"] = {}): Started => {
  // A group of its own, as the runner gives each program.
  const begin = { flags: [], env, stdio: ["ignore", "pipe", "pipe", "ipc"], pipes: [1, 2], detached: true } as const;
  const { run, read } = startIn(order, { ...begin, stdio: [...begin.stdio] });
  const [stdout, stderr] = read;
  if (stdout === undefined || stderr === undefined) throw new Error("a warm process without pipes");
  return Object.assign(run, { stdout, stderr });
};

/** As `runLimited` starts a process: it prints where this one prints, and answers through the fourth pipe. */
export const startJudging = (order: Order, flags: readonly string[]): ChildProcess => {
  const stdio: Begin["stdio"] = ["inherit", "inherit", "inherit", "pipe", "ipc"];
  const { LC_ALL = "" } = order.env;
  const { run, read, kill } = startIn(order, { flags, env: { LC_ALL }, stdio, pipes: [3], detached: false });
  return Object.assign(run, { stdio: [null, null, null, read[0]], kill }) as unknown as ChildProcess;
};

const startIn = (order: Order, begin: Begin) => {
  const kind = JSON.stringify(begin);
  const waiting = idle.get(kind) ?? [];
  idle.set(kind, waiting);
  const warm = waiting.pop() ?? openWarm(begin, waiting);
  const { child } = warm;
  warm.left -= 1;
  hold(child, "ref");
  const given = runIn(child, begin.pipes, () => {
    hold(child, "unref");
    if (warm.left > 0) waiting.push(warm);
    else child.disconnect();
  });
  child.send(order);
  return { ...given, kill: (signal: NodeJS.Signals) => child.kill(signal) };
};

/** Who waits for a run waits for its process; an idle one keeps nobody, and ends with the process that started it. */
const hold = (child: ChildProcess, how: "ref" | "unref"): void => {
  for (const held of [child, child.channel, ...child.stdio])
    if (held && how in held) (held as unknown as Record<typeof how, () => void>)[how]();
};

/** V8's own threads cost short runs more than they do for them, and each start of git as well. */
const ofAll = ["--no-flush-bytecode", "--single-threaded"];

const openWarm = ({ flags, env, stdio, pipes, detached }: Begin, waiting: Warm[]): Warm => {
  const child = spawn(process.execPath, [...ofAll, ...flags, program, ...pipes.map(String)], {
    cwd: "/",
    env: { PATH: process.env["PATH"], ...env },
    stdio,
    detached,
  });
  const warm: Warm = { child, left: runsOfOne };
  child.on("close", () => {
    if (waiting.includes(warm)) waiting.splice(waiting.indexOf(warm), 1);
  });
  return warm;
};

const runIn = (child: ChildProcess, pipes: readonly number[], isFree: () => void) => {
  const read = pipes.map(() => new PassThrough());
  const run: Run = Object.assign(new EventEmitter(), { pid: child.pid });
  let told: number | undefined;
  const close = (code: number | null, signal: NodeJS.Signals | null): void => {
    for (const { stop } of parts) stop();
    child.off("message", onMessage).off("close", close).off("error", onError);
    // As of a child process: when all that it wrote was read.
    const all = read.map((stream) => finished(stream, { writable: false }));
    for (const stream of read) stream.end();
    void Promise.all(all).then(() => run.emit("close", code, signal));
  };
  const whole = (): void => {
    if (told === undefined || !parts.every(({ isWhole }) => isWhole())) return;
    isFree();
    close(told, null);
  };
  const onMessage = ({ code }: Ended): void => {
    told = code;
    whole();
  };
  const onError = (error: Error): void => void run.emit("error", error);
  const parts = read.map((to, index) => upToMark(child.stdio[pipes[index] ?? 0] as Readable, to, whole));
  child.on("message", onMessage).on("close", close).on("error", onError);
  return { run, read };
};

/** Hands on what comes, up to the mark; of a piece only what may be the begin of the mark waits for the next. */
const upToMark = (from: Readable, to: PassThrough, onWhole: () => void) => {
  let held = Buffer.alloc(0);
  let isWhole = false;
  const onData = (piece: Buffer): void => {
    held = Buffer.concat([held, piece]);
    const end = held.indexOf(endMark);
    const zero = held.indexOf(0);
    const ready = end >= 0 ? end : zero < 0 ? held.length : zero;
    if (ready > 0) to.write(held.subarray(0, ready));
    held = held.subarray(ready);
    if (end < 0) return;
    isWhole = true;
    onWhole();
  };
  from.on("data", onData);
  const stop = (): void => {
    from.off("data", onData);
    if (!isWhole) to.write(held);
  };
  return { isWhole: () => isWhole, stop };
};
