/**
 * Plays reconcile against worlds in which much goes wrong, and judges what became of it by docs/safety.md:
 * `npm run prove -- [--most N] [--kills N] [--chaos N] [--liars N] [--seed S] [--theme NAME [--until RULE]] [--mutations [--only WORDS]]`. `--most` bounds how many stories of
 * one length the model plays, `--kills` how often the built program is killed, `--chaos` how many productions go
 * through a PanDA that often fails; `--liars` how many worlds lie to it; equal seeds play equal stories. With
 * `--mutations` the program is changed, one promise at a time, and each change must be noticed; `--only` chooses by name. Exits 1 when a promise is
 * broken or a change is not noticed, and 2 when the arguments ask for nothing that there is.
 */
import { proveChaos } from "./chaos/chaos.ts";
import { allMutations, judgeMutations } from "./judge-mutations.ts";
import { proveKills } from "./kill/kills.ts";
import { proveLiars } from "./liars/liars.ts";
import { themes } from "./model/themes.ts";
import { proveModel } from "./model.ts";
import { wantedOf } from "./wanted.ts";

const wanted = wantedOf(process.argv.slice(2), themes, allMutations);
if (typeof wanted === "string") {
  console.error(wanted);
  process.exit(2);
}
const say = (line: string): void => console.log(line);
const { seed } = wanted;
const bad =
  wanted.mutations === undefined
    ? (await proveModel(wanted.themes, wanted, say)) +
      (await proveKills(wanted.kills, seed, say)) +
      (await proveChaos(wanted.chaos, seed, say)) +
      (await proveLiars(wanted.liars, seed, say))
    : await judgeMutations(wanted.mutations, seed, say);
say(wanted.mutations === undefined ? `${bad} promises broken` : `${bad} changes were not noticed`);
process.exitCode = bad > 0 ? 1 : 0;
