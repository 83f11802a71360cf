import fc from "fast-check";
import { expect, test } from "vitest";
import { payloadChanges } from "../../../action/core/versioning/content-changes.ts";
import { effectsOf } from "./bash-effects.ts";
import { sentScripts, somePayload } from "./some-bash.ts";

type Pair = readonly [from: string, to: string];

const isBelowMajor = ([from, to]: Pair): boolean =>
  payloadChanges("run", from, to, sentScripts).every(({ path }) => path !== "run.executed");

/** How often a difference is looked at again: what runs beside the payload may end sooner or later, many times alike. */
const again = 8;

/** Pairs whose jobs do something else, each time. A job that ends now so and now otherwise is no witness. */
const withOtherEffect = (pairs: readonly Pair[]): readonly Pair[] => {
  const side = (of: readonly Pair[], index: 0 | 1): readonly string[] => effectsOf(of.map((pair) => pair[index]));
  const [from, to] = [side(pairs, 0), side(pairs, 1)];
  let other = pairs.flatMap((pair, index) =>
    from[index] === to[index] ? [] : [{ pair, one: from[index], changed: to[index] }],
  );
  for (let round = 0; round < again && other.length > 0; round++) {
    const of = other.map(({ pair }) => pair);
    const [same, sameChanged] = [side(of, 0), side(of, 1)];
    other = other.filter(({ one, changed }, index) => one === same[index] && changed === sameChanged[index]);
  }
  return other.map(({ pair }) => pair);
};

test("A change of a number that reaches a file, a program or the end of a job is never below major, as bash itself shows", () => {
  const pairs = fc.sample(somePayload, { seed: 27, numRuns: 1500 });
  const below = pairs.filter(isBelowMajor);
  const above = pairs.filter((pair) => !below.includes(pair)).slice(0, 40);

  expect(withOtherEffect(below)).toEqual([]);
  expect([below.length > 60, withOtherEffect(above).length > 3]).toEqual([true, true]);
});

const job = `#!/bin/bash
# makes hits of run $run
source /opt/sphenix/core/bin/sphenix_setup.sh -n
echo "begin of $run"
printf 'with %s events\\n' "$nEvents"
for pt in 1 2; do
  # of one energy
  echo "now $pt" >&2
  root.exe -q "sim.C($nEvents,$uniqueId,$pt)" # in batch
done
if [ -s core ]; then
  echo "a core file"
  exit 1
fi # checked

echo done
`;

/** What people change in words: in comments, in what a job prints, in blanks. */
const inWords: readonly (readonly [from: string, to: string])[] = [
  ["# makes hits", "# makes many hits"],
  ["  # of one energy\n", ""],
  ["  # of one energy", "      # of one energy"],
  ["# in batch", "# without a screen"],
  [" # in batch", ""],
  [" # checked", ""],
  ["begin of $run", "begin of run $run, $nEvents events"],
  ["with %s events", "%s events"],
  ["now $pt", "now at $pt GeV"],
  ["now $pt", "now"],
  ["a core file", "found a core file"],
  ["echo done\n", "echo good\n"],
  ["echo done\n", ""],
  ["echo done\n", "echo done\necho $'good\\n'\n"],
  ["root.exe -q ", "root.exe   -q  "],
  ["  root.exe", "\troot.exe"],
  ["\n\n", "\n"],
  ["for pt in 1 2; do", "for pt in 1 2; do # GeV"],
  ["#!/bin/bash", "#!/usr/bin/env bash"],
];

test.each(inWords)("A payload in which %j becomes %j needs no more than a patch", (from, to) => {
  const changed = job.replace(from, () => to);

  expect(changed).not.toBe(job);
  expect(isBelowMajor([job, changed])).toBe(true);
});
