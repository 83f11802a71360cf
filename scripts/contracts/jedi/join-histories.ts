import { chance } from "../../fuzz/chance.ts";
import type { JediCase, ReadInput } from "./cases.ts";

/** A join of two and one of three, and the same two by position, of branches in which jobs are retried and lost. */
export type JoinHistory = JediCase & { readonly needed: Readonly<Record<string, number>> };

const roots = 15;
const maxAttempt = 3;

/** Per job: how many of a hundred are lost, and how many of a hundred are retried once or twice. */
const weather = { branch: { lost: 6, retried: 10 }, join: { lost: 0, retried: 25 } };

export const joinHistory = (seed: number): JoinHistory => {
  const { below } = chance(seed);
  const step = (from: readonly ReadInput[], out: string): Readonly<Record<string, unknown>> => ({
    ...{ in: from, out: [out], run: `cat "\${${from[0]?.from}[@]}" >${out}`, maxAttempt },
  });
  const fails = ({ lost, retried }: { readonly lost: number; readonly retried: number }, jobs: number) =>
    Object.fromEntries(
      Array.from({ length: jobs }, (_, index) => {
        const die = below(100);
        return [index + 1, die < lost ? maxAttempt : die < lost + retried ? 1 + below(2) : 0];
      }),
    );
  const one = (from: string): ReadInput => ({ from, filesPerJob: 1 });
  const pair = (from: string): ReadInput => ({ from, filesPerJob: 1 });
  return {
    name: `history ${seed}`,
    steps: {
      a: { out: ["a.txt"], jobs: roots, run: "date >a.txt", maxAttempt },
      l: step([one("a")], "l.txt"),
      r: step([one("a")], "r.txt"),
      s: step([one("r")], "s.txt"),
      two: step([pair("l"), pair("r")], "two.txt"),
      three: step([pair("r"), pair("l"), pair("s")], "three.txt"),
      byPosition: step([one("l"), { ...one("r"), match: "*.txt" }], "place.txt"),
    },
    fails: {
      ...Object.fromEntries(["a", "l", "r", "s"].map((name) => [name, fails(weather.branch, roots)])),
      ...Object.fromEntries(["two", "three", "byPosition"].map((name) => [name, fails(weather.join, 2 * roots)])),
    },
    needed: { two: 2, three: 3 },
  };
};
