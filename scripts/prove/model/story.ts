import { inWords } from "./disturbance.ts";
import type { Story } from "./explore.ts";

/** A broken promise as a story: what happened, in order, and how it ended. */
export const tell = (rule: string, { schedule, played: { moments, breaches, end } }: Story): string => {
  const what = [...new Set(breaches.filter((one) => one.rule === rule).map((one) => one.what))];
  const steps = schedule.map(({ at, what: disturbance }) => {
    const moment = moments[at]?.moment;
    const where = moment === undefined ? "" : `${moment.process}, ${moment.when} ${moment.call}`;
    return `  ${String(at).padStart(3)}  ${where}: ${inWords(disturbance)}`;
  });
  return [`BROKEN ${rule}: ${what.join("; ")}`, ...steps, `  in the end: ${end}`].join("\n");
};
