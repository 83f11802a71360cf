import { type ChildProcess, spawn } from "node:child_process";
import { EventEmitter } from "node:events";
import { PassThrough, type Readable } from "node:stream";
import { finished } from "node:stream/promises";
import type { Started } from "../../../scripts/sandbox/runner/child.ts";
import { type Ended, endMark, type Order } from "./order.ts";

const program = new URL("main.ts", import.meta.url).pathname;
/** What a process holds more after each run stays small by this. */
const runsOfOne = 60;
const idle: Warm[] = [];

/** Runs a program of the build in a process that waits for one, or in a new one that others then find warm. */
export const startWarm = (order: Order): Started => (idle.pop() ?? openWarm()).run(order);

type Held = { unref(): void };
type Warm = { run(order: Order): Started };

const openWarm = (): Warm => {
  // A group of its own, as the runner gives each program.
  const child = spawn(process.execPath, ["--no-flush-bytecode", program], {
    cwd: "/",
    env: { PATH: process.env["PATH"] },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    detached: true,
  });
  // The tests' process ends without asking, and its end disconnects this one, which ends then.
  for (const held of [child, child.channel, child.stdout, child.stderr])
    if (held && "unref" in held) (held as Held).unref();
  let left = runsOfOne;
  const warm: Warm = {
    run: (order) => {
      left -= 1;
      const run = runIn(child, () => {
        if (left > 0) idle.push(warm);
        else child.disconnect();
      });
      child.send(order);
      return run;
    },
  };
  child.on("close", () => {
    if (idle.includes(warm)) idle.splice(idle.indexOf(warm), 1);
  });
  return warm;
};

const runIn = (child: ChildProcess, isFree: () => void): Started => {
  const { stdout: out, stderr: err } = child;
  if (out === null || err === null) throw new Error("a warm process without pipes");
  const streams = { stdout: new PassThrough(), stderr: new PassThrough() };
  const run: Started = Object.assign(new EventEmitter(), { pid: child.pid, ...streams });
  let told: number | undefined;
  const close = (code: number | null, signal: NodeJS.Signals | null): void => {
    for (const { stop } of parts) stop();
    child.off("message", onMessage).off("close", close).off("error", onError);
    // As of a child process: when all that it printed was read.
    const read = Object.values(streams).map((stream) => finished(stream, { writable: false }));
    for (const stream of Object.values(streams)) stream.end();
    void Promise.all(read).then(() => run.emit("close", code, signal));
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
  const parts = [upToMark(out, streams.stdout, whole), upToMark(err, streams.stderr, whole)];
  child.on("message", onMessage).on("close", close).on("error", onError);
  return run;
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
