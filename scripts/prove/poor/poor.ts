import { type Chance, chance } from "../../fuzz/chance.ts";
import { type Means, type PoorPass, unreadMerges } from "./poor-world.ts";

/** A pass of so many calls can pay one of each kind of work. */
const enough = 40;
/** A wave that has begun goes to its end. */
const perWave = 8;

type Broken = {
  readonly rule: "a pass ends" | "a pass tells before it ends" | "the next pass goes on";
  readonly what: string;
};
type Poor = Awaited<ReturnType<typeof unreadMerges>>;

/** How much was found in so many worlds whose passes have little; a world is played again by `--poor 1 --seed` and its seed. */
export const provePoor = async (worlds: number, seed: number, say: (line: string) => void): Promise<number> => {
  if (worlds === 0) return 0;
  const from = performance.now();
  let [found, passes] = [0, 0];
  for (let one = seed; one < seed + worlds; one++) {
    const played = await playOne(chance(one));
    for (const { rule, what } of played.broken) say(`BROKEN ${rule}: ${what}, seed ${one}`);
    found += played.broken.length;
    passes += played.passes;
  }
  say(`poor: ${worlds} worlds, ${passes} passes; ${((performance.now() - from) / 1000).toFixed(1)} s`);
  return found;
};

const playOne = async (draw: Chance): Promise<{ readonly broken: readonly Broken[]; readonly passes: number }> => {
  const count = draw.of([1, 3, 8, 20]);
  const poor = await unreadMerges(count);
  const broken: Broken[] = [];
  let passes = 0;
  const play = async (means: Means): Promise<void> => {
    passes += 1;
    const pass = await poor.pass(means);
    const words = `${JSON.stringify(means)} in pass ${passes} of ${count} merges`;
    broken.push(
      ...(await judge(poor, means, pass, count)).map(({ rule, what }) => ({ rule, what: `${what}, ${words}` })),
    );
  };
  for (let n = draw.of([1, 2, 4]); n > 0; n--) await play(meansOf(draw));
  // Four calls a merge to enter it, four to submit it, and two to tell of it three times.
  const most = Math.ceil((count * 14) / (enough - 15)) + 4;
  for (let n = 0; n < most; n++) await play({ calls: enough });
  const left = await leftIn(poor, count);
  if (left !== undefined)
    broken.push({ rule: "the next pass goes on", what: `${left} after ${most} passes of ${enough} calls` });
  return { broken, passes };
};

const meansOf = ({ of, oneIn }: Chance): Means => {
  const calls = of([0, 5, 13, 30, 60, 200]);
  return {
    calls,
    ...(oneIn(4) ? { refusesAfter: of([0, 3, 10, 25].filter((one) => one <= calls)) } : {}),
    ...(oneIn(2) ? { seconds: of([1, 60, 300]), slowness: of([1, 10, 30]) } : {}),
  };
};

const judge = async (poor: Poor, means: Means, pass: PoorPass, count: number): Promise<readonly Broken[]> => {
  const { seconds, slowness = 0, refusesAfter } = means;
  const longest = (seconds ?? 0) + perWave * slowness + 1;
  const left = await leftIn(poor, count);
  const said = [...pass.done.postponed, ...pass.told.postponed, ...pass.told.troubles, ...pass.done.troubles.values()];
  const shown = (await poor.shown()) ?? "";
  return [
    ...(seconds !== undefined && pass.seconds > longest
      ? [{ rule: "a pass ends", what: `it took ${pass.seconds} s` } as const]
      : []),
    ...(refusesAfter === undefined && pass.refused > 0
      ? [{ rule: "a pass ends", what: `GitHub refused ${pass.refused} calls` } as const]
      : []),
    ...(left !== undefined && said.length === 0
      ? [{ rule: "a pass tells before it ends", what: `it left ${left} and said nothing` } as const]
      : []),
    ...(pass.done.postponed.length > 0 &&
    refusesAfter === undefined &&
    means.calls >= enough &&
    !shown.includes("did not do all")
      ? [{ rule: "a pass tells before it ends", what: "the overview does not say what waits" } as const]
      : []),
    ...(pass.followed ? [] : [{ rule: "the next pass goes on", what: "what runs was not followed" } as const]),
  ];
};

const leftIn = async ({ world, entered }: Poor, count: number): Promise<string | undefined> => {
  if ((await entered()) < count) return `${count - (await entered())} merges`;
  const { live } = await world.ledger.head();
  const kinds = await Promise.all(live.map((key) => world.kind(key)));
  const waiting = kinds.filter((kind) => kind === "intended").length;
  return waiting === 0 ? undefined : `${waiting} submissions`;
};
