import { isOfMain, type LedgerEvent } from "../../ledger/event.ts";

/** Since when each step's task has its status, as the ledger saw it; ISO times, by PanDA's clock where PanDA gave it. */
export const stepsSince = (lines: readonly LedgerEvent[]): ReadonlyMap<string, string> => {
  const since = new Map<string, { readonly status: string; readonly at: string }>();
  for (const line of lines) {
    if (isOfMain(line) || line.event !== "seen") continue;
    for (const { step, status } of line.tasks)
      if (since.get(step)?.status !== status) since.set(step, { status, at: line.pandaDate ?? line.at });
  }
  return new Map([...since].map(([step, { at }]) => [step, at]));
};
