import { Failure, orFailure } from "../../../action/core/problems/failure.ts";
import { type Chance, chance } from "../../fuzz/chance.ts";
import { begin } from "./beginning.ts";
import { happen } from "./github.ts";
import { type LiarWorld, liarWorld } from "./liar-world.ts";
import { lie } from "./lies.ts";
import { type Found, listen } from "./oracle.ts";
import { fill, repeat, speak, speakers } from "./speak.ts";

const turns = 20;
type Told = Found & { readonly seed: number; readonly story: readonly string[] };
export type Played = {
  readonly found: readonly Told[];
  readonly submits: number;
  readonly orders: number;
  readonly passes: number;
  /** Of these, those that ended early: the ledger could not be read. */
  readonly early: number;
};

/** So many worlds of liars, with the seeds that follow. */
export const playLiars = async (worlds: number, seed: number): Promise<Played> => {
  let all: Played = { found: [], submits: 0, orders: 0, passes: 0, early: 0 };
  for (let one = seed; one < seed + worlds; one++) {
    const played = await playOne(one);
    all = {
      found: [...all.found, ...played.found],
      submits: all.submits + played.submits,
      orders: all.orders + played.orders,
      passes: all.passes + played.passes,
      early: all.early + played.early,
    };
  }
  return all;
};

/** How much was found; a world is played again by `--liars 1 --seed` and its seed. */
export const proveLiars = async (worlds: number, seed: number, say: (line: string) => void): Promise<number> => {
  if (worlds === 0) return 0;
  const from = performance.now();
  const played = await playLiars(worlds, seed);
  const { found, submits, orders, passes, early } = played;
  for (const one of found) say(`BROKEN ${one.rule}: ${one.what}, seed ${one.seed}: ${one.story.join("; ")}`);
  const seconds = ((performance.now() - from) / 1000).toFixed(1);
  say(
    `liars: ${worlds} worlds, ${submits} submits and ${orders} orders reached PanDA; ${early} of ${passes} passes ended early; ${seconds} s`,
  );
  const empty = emptyBecause(played);
  if (empty !== undefined) say(`LIARS PROVED NOTHING: ${empty}`);
  return found.length + (empty === undefined ? 0 : 1);
};

/** Who reads nothing obeys no lie: then nothing was asked. A few worlds may be so by chance. */
export const emptyBecause = ({ passes, early, submits }: Played): string | undefined => {
  if (passes < 20) return undefined;
  if (early > passes / 3) return `${early} of ${passes} passes ended early`;
  return submits === 0 ? "nothing reached PanDA" : undefined;
};

const playOne = async (seed: number): Promise<Played> => {
  const story: string[] = [];
  try {
    return await playStory(seed, story);
  } catch (cause) {
    throw new Error(`a bug in the world of seed ${seed}: ${story.join("; ")}`, { cause });
  }
};

const playStory = async (seed: number, story: string[]): Promise<Played> => {
  const drawn = chance(seed);
  const isHonest = drawn.oneIn(3);
  const liar = await liarWorld(drawn.of([1, 2]));
  const people = speakers(liar);
  const found = listen(liar, people.heard, isHonest);
  story.push(await begin(liar, people, drawn));
  const acts: readonly (() => string | Promise<string>)[] = [
    () => happen(liar, drawn),
    () => speak(liar, people, drawn),
    () => (drawn.oneIn(2) ? fill(liar, people, drawn) : speak(liar, people, drawn)),
    ...(isHonest ? [() => repeat(liar, people, drawn)] : [() => lie(liar, drawn), () => lie(liar, drawn)]),
  ];
  let [passes, early] = [0, 0];
  for (let turn = 0; turn < turns && found.length === 0; turn++) {
    story.push(await drawn.of(acts)());
    if (!drawn.oneIn(2)) continue;
    passes += 1;
    if (await pass(liar, drawn, story)) early += 1;
  }
  const { submit, order } = liar.panda.calls;
  const told = found.map((what) => ({ ...what, seed, story }));
  return { found: told, submits: submit.length, orders: order.length, passes, early };
};

/** Whether it ended early. What cannot be read is mended in one of two cases: put back as the last pass left it. */
const pass = async (liar: LiarWorld, { oneIn }: Chance, story: string[]): Promise<boolean> => {
  const { branch } = liar;
  const done = await orFailure(() => liar.run());
  if (!(done instanceof Failure)) {
    liar.good = branch.head;
    story.push("pass");
    return false;
  }
  story.push(`no pass: ${done.message}`);
  if (liar.good !== undefined && oneIn(2)) {
    branch.head = liar.good;
    story.push("mended");
  }
  return true;
};
