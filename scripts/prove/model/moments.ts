import type { ReconcilePorts } from "../../../action/flows/reconcile/ports.ts";
import type { AtMoment, Process, Turns } from "./turns.ts";

/** They read what a commit holds, or this process alone: nobody's act changes the answer. */
const unchanging = [
  "ledger.live",
  "ledger.read",
  "ledger.streams",
  "ledger.index",
  "ledger.submissions",
  "ledger.broughtBy",
  "main.at",
  "main.since",
  "main.changed",
  "main.merged",
  "main.lastChanges",
  "main.bring",
];
/** No moments: time and chance, and the text of scripts. */
const inner = ["clock", "bash"];

/** The ports of one process: every call that others can feel, or that feels others, is two moments. */
export const withMoments = (ports: ReconcilePorts, process: Process, turns: Turns, at: AtMoment): ReconcilePorts =>
  Object.fromEntries(
    Object.entries(ports).map(([name, port]) => [
      name,
      port === undefined || inner.includes(name) ? port : watched(name, port, process, turns, at),
    ]),
  ) as ReconcilePorts; // the same names, each with a port of its own kind

const watched = <P extends object>(name: string, port: P, process: Process, turns: Turns, at: AtMoment): P =>
  new Proxy(port, {
    get: (target, key) => {
      const method: unknown = Reflect.get(target, key);
      const call = `${name}.${String(key)}`;
      if (typeof method !== "function" || unchanging.includes(call)) return method;
      return async (...args: readonly unknown[]): Promise<unknown> => {
        const said = call === "ledger.append" ? `${call}: ${String(args[3]).split(" ").slice(0, 2).join(" ")}` : call;
        await turns.turnOf(process);
        await at(process, { process: process.name, call: said, when: "before" });
        const answer: unknown = await method.apply(target, args);
        await turns.turnOf(process);
        await at(process, { process: process.name, call: said, when: "after" });
        return answer;
      };
    },
  });
