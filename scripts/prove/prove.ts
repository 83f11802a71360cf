/**
 * Plays reconcile against worlds in which much goes wrong, and judges what became of it by docs/safety.md:
 * `npm run prove -- [--most N] [--kills N] [--chaos N] [--liars N] [--poor N] [--waiting N] [--limits N] [--seed S] [--theme NAME [--until RULE]]`. `--most` bounds how many stories of
 * one length the model plays, `--kills` how often the built program is killed, `--chaos` how many productions go
 * through a PanDA that often fails; `--liars` how many worlds lie to it, `--poor` in how many its passes have little, `--waiting` how many appended runs go through passes that end early, `--limits` how many stories campaigns, caps and monthly budgets have; equal seeds play equal stories.
 * Exits 1 when a promise is broken, and 2 when the arguments ask for nothing that there is. `npm run mutants -- --promises`
 * asks whether all this would notice.
 */
import { shareTrees } from "../../test/fakes/fake-main.ts";
import { orMisused } from "../arguments.ts";
import { proveChaos } from "./chaos/chaos.ts";
import { proveKills } from "./kill/kills.ts";
import { proveLiars } from "./liars/liars.ts";
import { proveLimits } from "./limits/limits.ts";
import { inWords } from "./model/disturbance.ts";
import { type Bounds, explore, type Story } from "./model/explore.ts";
import { type Theme, themes } from "./model/themes.ts";
import { provePoor } from "./poor/poor.ts";
import { proveWaiting } from "./poor/waiting.ts";
import { wantedOf } from "./wanted.ts";

/** Plays the stories of these themes, says how many, and tells the shortest for each broken promise. How many broke. */
const proveModel = async (themes: readonly Theme[], bounds: Bounds, say: (line: string) => void): Promise<number> => {
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

const wanted = orMisused(() => wantedOf(process.argv.slice(2), themes));
shareTrees();
const say = (line: string): void => console.log(line);
const { seed } = wanted;
const bad =
  (await proveModel(wanted.themes, wanted, say)) +
  (await proveKills(wanted.kills, seed, say)) +
  (await proveChaos(wanted.chaos, seed, say)) +
  (await proveLiars(wanted.liars, seed, say)) +
  (await provePoor(wanted.poor, seed, say)) +
  (await proveWaiting(wanted.waiting, say)) +
  (await proveLimits(wanted.limits, seed, say));
say(`${bad} promises broken`);
process.exitCode = bad > 0 ? 1 : 0;
