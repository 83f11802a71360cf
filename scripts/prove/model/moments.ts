import type { ReconcilePorts } from "../../../action/flows/reconcile/ports.ts";
import type { AtMoment, Process, Turns } from "./turns.ts";

/** They read what a commit holds: nobody's act changes the answer. */
const unchanging = [
  "ledger.read",
  "ledger.texts",
  "ledger.submissions",
  "ledger.broughtBy",
  "main.since",
  "main.changed",
  "main.merged",
  "main.lastChanges",
  "main.fetch",
];
/** No calls: time, chance and sleep. */
const inner = "clock";

/** Which calls are moments: those that others can feel, or that feel others; or each that leaves the process. */
export type Calls = "shared" | "all";

type Watch = { readonly process: Process; readonly turns: Turns; readonly at: AtMoment; readonly calls: Calls };

/** The ports of one process, two moments a call. Found by looking on, so that no list can forget one. */
export const withMoments = (ports: ReconcilePorts, watch: Watch): ReconcilePorts =>
  Object.fromEntries(
    Object.entries(ports).map(([name, port]) => [
      name,
      port === undefined || name === inner ? port : watchedOrOpened(name, port, watch),
    ]),
  ) as ReconcilePorts; // the same names, each with a port of its own kind

const isMoment = (call: string, calls: Calls): boolean =>
  calls === "all" || !(unchanging.includes(call) || call.startsWith("main.at.") || call.startsWith("bash."));

/** Rucio is opened by a call, which asks nothing. */
const watchedOrOpened = (name: string, port: object, watch: Watch): object =>
  typeof port === "function"
    ? (...args: readonly unknown[]): unknown => watched(name, Object(port(...args)), watch)
    : watched(name, port, watch);

const watched = <P extends object>(name: string, port: P, watch: Watch): P =>
  new Proxy(port, {
    get: (target, key) => {
      const method: unknown = Reflect.get(target, key);
      const call = `${name}.${String(key)}`;
      // A main at a commit is a port of its own, handed out at once.
      if (call === "main.at" && typeof method === "function")
        return (...args: readonly unknown[]): unknown => watched(call, Object(method.apply(target, args)), watch);
      if (typeof method === "object" && method !== null) return watched(call, method, watch);
      if (typeof method !== "function" || !isMoment(call, watch.calls)) return method;
      return async (...args: readonly unknown[]): Promise<unknown> => {
        await moment(watch, nameOf(call, args), "before");
        const answer: unknown = await method.apply(target, args);
        await moment(watch, nameOf(call, args), "after");
        return answer;
      };
    },
  });

const nameOf = (call: string, args: readonly unknown[]): string =>
  call === "ledger.append" ? `${call}: ${String(args[3]).split(" ").slice(0, 2).join(" ")}` : call;

const moment = async ({ process, turns, at }: Watch, call: string, when: "before" | "after"): Promise<void> => {
  await turns.turnOf(process);
  await at(process, { process: process.name, call, when });
};
