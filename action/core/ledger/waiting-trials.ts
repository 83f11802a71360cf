import { isOfMain, type LedgerEvent } from "./event.ts";
import type { TrialOrder } from "./trial-order.ts";

/** What a person ordered to be tried and reconcile has not answered yet, in the order in which it was said. */
export const waitingTrials = (events: readonly LedgerEvent[]): readonly TrialOrder[] => {
  const waiting = new Map<string, TrialOrder>();
  const answered = new Set<string>();
  for (const line of events) {
    if (!isOfMain(line)) continue;
    if (line.event === "trial-answered") {
      answered.add(line.id);
      waiting.delete(line.id);
    }
    if (line.event !== "trial-ordered" || answered.has(line.id)) continue;
    const { event: _, at: __, ...order } = line;
    waiting.set(line.id, order);
  }
  return [...waiting.values()];
};

/** Of a line that somebody may have written by hand. */
export const isTrialOrder = (value: object): boolean => {
  const of = new Map<string, unknown>(Object.entries(value));
  const isNumber = (key: string): boolean => {
    const one = of.get(key);
    return one === undefined || (typeof one === "number" && Number.isSafeInteger(one) && one > 0);
  };
  const isText = (key: string): boolean => of.get(key) === undefined || typeof of.get(key) === "string";
  const head = of.get("head");
  return (
    typeof head === "string" &&
    /^[0-9a-f]{40}$/.test(head) &&
    ["by", "id"].every((key) => typeof of.get(key) === "string") &&
    typeof of.get("pullRequest") === "number" &&
    ["pullRequest", "block", "jobs", "events"].every(isNumber) &&
    ["production", "step"].every(isText)
  );
};
