import { inWords } from "./model/disturbance.ts";
import { type Bounds, explore, type Story } from "./model/explore.ts";
import type { Theme } from "./model/themes.ts";

/** Plays the stories of these themes, says how many, and tells the shortest for each broken promise. How many broke. */
export const proveModel = async (
  themes: readonly Theme[],
  bounds: Bounds,
  say: (line: string) => void,
): Promise<number> => {
  let broken = 0;
  for (const theme of themes) {
    const from = performance.now();
    const explored = await explore(theme, bounds);
    const levels = explored.levels.map(({ stories, played }, depth) =>
      played === stories ? `${depth}: all ${played}` : `${depth}: ${played} of ${stories}`,
    );
    const seconds = ((performance.now() - from) / 1000).toFixed(0);
    say(`model, ${theme.name}: stories by number of disturbances ${levels.join(", ")}; ${seconds} s`);
    for (const [rule, story] of explored.broken) say(tell(rule, story));
    broken += explored.broken.size;
  }
  return broken;
};

/** A broken promise as a story: what happened, in order, and how it ended. */
const tell = (rule: string, { schedule, played: { moments, breaches, end } }: Story): string => {
  const what = [...new Set(breaches.filter((one) => one.rule === rule).map((one) => one.what))];
  const steps = schedule.map(({ at, what: disturbance }) => {
    const moment = moments[at]?.moment;
    const where = moment === undefined ? "" : `${moment.process}, ${moment.when} ${moment.call}`;
    return `  ${String(at).padStart(3)}  ${where}: ${inWords(disturbance)}`;
  });
  return [`BROKEN ${rule}: ${what.join("; ")}`, ...steps, `  in the end: ${end}`].join("\n");
};
