import type { ChildProcess } from "node:child_process";
import { subscribe } from "node:diagnostics_channel";
import type { EventEmitter } from "node:events";
import type { Socket } from "node:net";

type Listener = (...given: unknown[]) => void;
type Listeners = ReadonlyMap<string | symbol, readonly unknown[]>;

const emitters: readonly EventEmitter[] = [process, process.stdout, process.stderr];
const reportFlags = ["excludeEnv", "reportOnFatalError", "reportOnSignal", "reportOnUncaughtException"] as const;
const sinceBegin = performance.now.bind(performance);

const timers = new Set<NodeJS.Timeout>();
const sockets = new Set<Socket>();
const children = new Set<ChildProcess>();

/** From here on timers, connections and processes are kept in mind. */
export const watchLeftovers = async (): Promise<void> => {
  // The first call puts what it needs into the global object.
  await fetch("data:,");
  for (const name of ["setTimeout", "setInterval"] as const) {
    const own = globalThis[name] as (...given: readonly unknown[]) => NodeJS.Timeout;
    const watched = (...given: readonly unknown[]): NodeJS.Timeout => {
      const timer = own(...given);
      timers.add(timer);
      return timer;
    };
    // `promisify` finds its own form of `setTimeout` there.
    Object.defineProperties(watched, Object.getOwnPropertyDescriptors(own));
    Object.assign(globalThis, { [name]: watched });
  }
  subscribe("net.client.socket", (message) => void sockets.add((message as { readonly socket: Socket }).socket));
  subscribe("child_process", (message) => void children.add((message as { readonly process: ChildProcess }).process));
};

/** What a process has before a run. The answer makes it so again behind the run, as the system does when a process ends. */
export const beforeRun = (): ((code: number) => void) => {
  const globals = new Set(Reflect.ownKeys(globalThis));
  const connecting = [...globals].filter((key) => typeof key === "symbol");
  const connectors = connecting.map((key) => [key, Reflect.get(globalThis, key) as unknown] as const);
  const listeners = emitters.map(listenersOf);
  const flags = reportFlags.map((flag) => [flag, process.report[flag]] as const);
  const begun = sinceBegin();
  // Limits count from the begin of a process.
  performance.now = () => sinceBegin() - begun;
  return (code) => {
    const more = Reflect.ownKeys(globalThis).filter((key) => !globals.has(key));
    if (more.length > 0) throw new Error(`A run left ${more.map(String).join(", ")} in the global object.`);
    // Who connects for `fetch` is there: a run may put another in its place.
    for (const [key, value] of connectors) Reflect.set(globalThis, key, value);
    emitters.forEach((emitter, index) => removeAdded(emitter, listeners[index] ?? new Map(), code));
    Object.assign(process.report, Object.fromEntries(flags));
    performance.now = sinceBegin;
    for (const timer of timers) clearTimeout(timer);
    for (const socket of sockets) socket.destroy();
    // The end of a process closes its pipes, by which a git that waits for questions ends.
    for (const { stdin, stdout, stderr } of children) for (const pipe of [stdin, stdout, stderr]) pipe?.destroy();
    for (const left of [timers, sockets, children]) left.clear();
  };
};

const listenersOf = (emitter: EventEmitter): Listeners =>
  new Map(emitter.eventNames().map((name) => [name, emitter.rawListeners(name)]));

/** Those of `exit` are called first. One of `beforeExit` could let the run go on, which nobody here would notice. */
const removeAdded = (emitter: EventEmitter, before: Listeners, code: number): void => {
  for (const name of emitter.eventNames()) {
    const known = new Set(before.get(name));
    for (const listener of emitter.rawListeners(name).filter((one) => !known.has(one)) as Listener[]) {
      if (name === "beforeExit") throw new Error("A run listens to `beforeExit`: it needs a process of its own.");
      if (name === "exit") listener.call(emitter, code);
      emitter.removeListener(name, listener);
    }
  }
};
