/**
 * Plays reconcile against worlds in which much goes wrong, and judges what became of it by docs/safety.md:
 * `npm run prove -- [--most N] [--kills N] [--chaos N] [--seed S] [--theme NAME [--until RULE]] [--mutations [--only WORDS]]`. `--most` bounds how many stories of
 * one length the model plays, `--kills` how often the built program is killed, `--chaos` how many productions go
 * through a PanDA that often fails; equal seeds play equal stories. With
 * `--mutations` the program is changed, one promise at a time, and each change must be noticed; `--only` chooses by name. Fails when a promise is
 * broken, or a change is not noticed.
 */
import { parseArgs } from "node:util";
import { proveChaos } from "./chaos/chaos.ts";
import { judgeMutations } from "./judge-mutations.ts";
import { proveKills } from "./kill/kills.ts";
import { themes } from "./model/themes.ts";
import { proveModel } from "./model.ts";

const { values } = parseArgs({
  options: {
    most: { type: "string", default: "100" },
    kills: { type: "string", default: "0" },
    chaos: { type: "string", default: "0" },
    seed: { type: "string", default: "1" },
    until: { type: "string" },
    theme: { type: "string" },
    mutations: { type: "boolean", default: false },
    only: { type: "string", default: "" },
  },
});
const say = (line: string): void => console.log(line);
const bounds = { most: Number(values.most), seed: Number(values.seed), until: values.until };
const chosen = themes.filter(({ name }) => values.theme === undefined || values.theme === name);
const bad = values.mutations
  ? await judgeMutations(bounds.seed, values.only, say)
  : (await proveModel(chosen, bounds, say)) +
    (await proveKills(Number(values.kills), bounds.seed, say)) +
    (await proveChaos(Number(values.chaos), bounds.seed, say));
say(values.mutations ? `${bad} changes were not noticed` : `${bad} promises broken`);
process.exitCode = bad > 0 || chosen.length === 0 ? 1 : 0;
