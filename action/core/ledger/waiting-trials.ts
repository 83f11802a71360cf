import { isOfMain, type LedgerEvent } from "./event.ts";
import type { TrialCommand } from "./main-event.ts";

/** Trials that people ordered and that reconcile has not answered yet, the oldest first. Whoever confirms a command twice has ordered one. */
export const trialsWaiting = (events: readonly LedgerEvent[]): readonly TrialCommand[] => {
  const waiting = new Map<string, TrialCommand>();
  const answered = new Set<string>();
  for (const line of events) {
    if (!isOfMain(line)) continue;
    if (line.event === "trial-answered") {
      answered.add(line.confirms);
      waiting.delete(line.confirms);
    }
    if (line.event !== "trial-ordered" || answered.has(line.confirms) || waiting.has(line.confirms)) continue;
    const { event: _, at: __, ...order } = line;
    waiting.set(line.confirms, order);
  }
  return [...waiting.values()];
};

/** Of a line that somebody may have written by hand. */
export const isTrialCommand = (value: object): boolean => {
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
    ["by", "id", "confirms"].every((key) => typeof of.get(key) === "string") &&
    typeof of.get("pullRequest") === "number" &&
    ["pullRequest", "run", "jobs", "events"].every(isNumber) &&
    ["production", "step"].every(isText)
  );
};
