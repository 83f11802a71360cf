import { utcMinute } from "../../markdown/utc.ts";
import { times } from "../../times/times.ts";

/**
 * What to say in a plan where nothing would be submitted soon; `undefined`: reconcile ran as its schedule wants it.
 * `schedule`: the text of the workflow file that has the schedule.
 */
export const lateText = (last: string | undefined, now: Date, schedule = ""): string | undefined => {
  const between = betweenStrikes(schedule);
  const most = between === undefined ? times.lateReconcile.milliseconds : 2 * between;
  if (last !== undefined && now.getTime() - Date.parse(last) <= most) return undefined;
  const since =
    last === undefined ? "has not run yet" : `last ran at ${utcMinute(last)}, two strikes of its schedule ago`;
  return `Note: reconcile ${since}. What is merged is submitted when it runs: look at its workflow under Actions, and start it there.`;
};

const [minute, hour, day] = [60_000, 60, 24 * 60];

/** Milliseconds of the longest wait between two strikes of a day; `undefined`: the file names none that comes every day. */
export const betweenStrikes = (workflow: string): number | undefined => {
  const crons = [...workflow.matchAll(/cron: *["']([^"']+)["']/g)].map(([, cron = ""]) => cron.trim().split(/ +/));
  const daily = crons.filter(([, , ...days]) => days.length === 3 && days.every((one) => one === "*"));
  const strikes = daily.flatMap(([minutes = "", hours = ""]) =>
    numbersIn(hours, 24).flatMap((at) => numbersIn(minutes, hour).map((each) => at * hour + each)),
  );
  const sorted = [...new Set(strikes)].toSorted((one, other) => one - other);
  const [first] = sorted;
  if (first === undefined) return undefined;
  const waits = sorted.map((at, index) => (sorted[index + 1] ?? first + day) - at);
  return Math.max(...waits) * minute;
};

/** Of a field of a cron: `*`, `5`, `4,19`, `0-6`, and each with a step behind `/`. */
const numbersIn = (field: string, below: number): readonly number[] =>
  field.split(",").flatMap((part) => {
    const [range = "", step = "1"] = part.split("/");
    const [from = "0", to = part.includes("/") ? String(below - 1) : from] =
      range === "*" ? ["0", String(below - 1)] : range.split("-");
    const found: number[] = [];
    for (let at = Number(from); at <= Number(to) && Number(step) > 0; at += Number(step)) found.push(at);
    return found;
  });
