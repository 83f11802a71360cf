import { isOfMain, type LedgerEvent } from "./event.ts";
import type { TrialAnswer } from "./main-event.ts";
import type { TrialCommand } from "./trial-command.ts";

export type TrialsOrdered = {
  /** Orders that reconcile has not answered yet, the oldest first. */
  readonly waiting: readonly TrialCommand[];
  /** By what was confirmed. */
  readonly answered: ReadonlyMap<string, TrialAnswer>;
};

/** What people ordered to be tried. Whoever confirms a command twice has ordered one trial. */
export const trialsOrdered = (events: readonly LedgerEvent[]): TrialsOrdered => {
  const waiting = new Map<string, TrialCommand>();
  const answered = new Map<string, TrialAnswer>();
  for (const line of events) {
    if (!isOfMain(line)) continue;
    if (line.event === "trial-answered") {
      const { event: _, at: __, ...answer } = line;
      answered.set(line.confirms, answer);
      waiting.delete(line.confirms);
    }
    if (line.event !== "trial-ordered" || answered.has(line.confirms) || waiting.has(line.confirms)) continue;
    const { event: _, at: __, ...order } = line;
    waiting.set(line.confirms, order);
  }
  return { waiting: [...waiting.values()], answered };
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
    ["by", "id", "confirms"].every((key) => typeof of.get(key) === "string") &&
    typeof of.get("pullRequest") === "number" &&
    ["pullRequest", "run", "jobs", "events"].every(isNumber) &&
    ["production", "step"].every(isText)
  );
};
