import { isOfReading, type LedgerEvent } from "./event.ts";
import { freezeLines } from "./main-after.ts";
import { trialsWaiting } from "./waiting-trials.ts";

/** Lines of the file of main. Each pass reads it, so it does not grow with what was merged and tried. */
export const mostOfMain = 100;

/**
 * What stays of the events of main where there are many: where reading began and stands, what people froze, and the
 * orders of trials that wait. What was answered stands in `trials/`; git's history has the others.
 */
export const keptOfMain = (events: readonly LedgerEvent[]): readonly LedgerEvent[] => {
  if (events.length <= mostOfMain) return events;
  const isRead = (line: LedgerEvent): boolean => line.event === "main-read";
  const reading = new Set<LedgerEvent | undefined>([
    ...Object.values(freezeLines(events)),
    events.find(isOfReading),
    events.findLast(isRead),
    events.findLast(isOfReading),
  ]);
  const waiting = new Set(trialsWaiting(events).map(({ confirms }) => confirms));
  return events.filter((line) => (line.event === "trial-ordered" ? waiting.has(line.confirms) : reading.has(line)));
};
