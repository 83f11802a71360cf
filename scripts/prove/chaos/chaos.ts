import { join } from "node:path";
import { gitIn, pandaEnv } from "../../demo/scene.ts";
import { type Chance, chance } from "../../fuzz/chance.ts";
import type { SandboxHandle } from "../../sandbox/panda/handle.ts";
import { start } from "../../sandbox/panda/start.ts";
import { temporaryFolder } from "../../temporary-folder.ts";
import { enough, type Field, follow, openField } from "./field.ts";
import { type PassEnd, reconcileOn } from "./machine.ts";
import { changeMain, emptyMain, type Main, speak } from "./people.ts";
import { reckon } from "./reckoning.ts";
import { weather } from "./weather.ts";

/** So many machines reconcile at once. */
const machines = 3;
const perMerge = 25;
/** Hours after the last change until all must stand still: longer than a doubt lasts, than a ghost waits, and than two looks. */
const hoursOfQuiet = 40;

type Place = {
  readonly field: Field;
  readonly panda: SandboxHandle;
  readonly chance: Chance;
  readonly ends: Map<PassEnd, number>;
  readonly complain: (words: string) => void;
};

/**
 * A campaign of so many productions, and of one whose list of runs grows and of which fifteen may be at PanDA at one time, through a PanDA
 * of which one answer in twenty goes wrong and one job in twenty dies of memory, on three machines with
 * different clocks of which one pass in fifty is killed, while people change main and give orders. Then it is quiet, and
 * what the ledger says is compared with what PanDA holds. How much differs. Equal seeds draw equally; which request
 * meets which draw depends on the machine.
 */
export const proveChaos = async (productions: number, seed: number, say: (line: string) => void): Promise<number> => {
  if (productions === 0) return 0;
  using temporary = temporaryFolder("shrek-chaos-");
  const dir = temporary.path;
  const drawn = chance(seed);
  const met = new Map<string, number>();
  const wrong: string[] = [];
  const pandaDir = join(dir, "panda");
  await using panda = await start({
    dir: pandaDir,
    executes: [],
    pretends: ["SANDBOX"],
    cores: 200,
    pretendedJobFails: () => drawn.oneIn(40),
    pretendedJobStarves: (memory) => memory < enough && drawn.oneIn(20),
  });
  const field = await openField(dir, machines);
  const place: Place = { field, panda, chance: drawn, ends: new Map(), complain: (words) => void wrong.push(words) };
  panda.weather(weather(drawn, met));
  const main = await campaign(place, productions, say);
  panda.mend();
  await rest(place);
  const { wrong: differs, states } = await reckon(field, main, pandaDir);
  wrong.push(...differs);
  for (const why of wrong) say(`BROKEN chaos: ${why}`);
  say(`chaos: ${productions} productions; passes ${countsOf(place.ends)}; answers gone wrong ${countsOf(met)}`);
  say(`chaos: in the end ${countsOf(states)}`);
  return wrong.length;
};

const countsOf = (counts: ReadonlyMap<string, number>): string =>
  [...counts].map(([what, count]) => `${what} ${count}`).join(", ");

const campaign = async (place: Place, productions: number, say: (line: string) => void): Promise<Main> => {
  let main = emptyMain;
  let recorded = 0;
  while (main.brought < productions) {
    const more = Math.min(perMerge, productions - main.brought);
    const change = { more, isLast: main.brought + more >= productions };
    main = await changeMain(place.field, main, place.chance, await envOf(place), change);
    await passes(place);
    recorded += await speak(place.field, main, place.chance, await envOf(place));
    await passes(place);
    await place.panda.tick(3);
    await place.panda.advance(place.chance.below(90));
    say(`chaos: ${main.brought} of ${productions}`);
  }
  say(`chaos: people's orders recorded ${recorded}; runs ${main.runs.held.length}`);
  return main;
};

const envOf = async ({ panda }: Place): Promise<Readonly<Record<string, string>>> =>
  pandaEnv(panda.url, await panda.token());

/** All machines at once. */
const passes = async (place: Place): Promise<void> => {
  const env = await envOf(place);
  await Promise.all(
    place.field.machines.map(async (machine) => {
      await follow(machine);
      const end = await reconcileOn(machine, place.chance, env, place.complain);
      place.ends.set(end, (place.ends.get(end) ?? 0) + 1);
    }),
  );
};

/** Hour by hour, until the ledger has not changed for twelve of them. */
const rest = async (place: Place): Promise<void> => {
  let before = "";
  let still = 0;
  for (let hour = 0; hour < hoursOfQuiet && still < 12; hour++) {
    await passes(place);
    await place.panda.tick(6);
    await place.panda.advance(60);
    const tip = await gitIn(place.field.scene.origin, "rev-parse", "refs/heads/ledger");
    still = tip === before ? still + 1 : 0;
    before = tip;
  }
  if (still < 12) place.complain(`the ledger still changes ${hoursOfQuiet} hours after the last change of main`);
};
