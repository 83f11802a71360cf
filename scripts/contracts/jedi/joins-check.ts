import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Production } from "../../../action/core/production/production.ts";
import { renderProduction } from "../../../action/core/render/rendering.ts";
import { chance } from "../../fuzz/chance.ts";
import { temporaryFolder } from "../../temporary-folder.ts";
import type { Check } from "../check.ts";
import type { Venv } from "../venv.ts";
import { askJedi, type Made } from "./ask-jedi.ts";
import { examinedCase } from "./case-production.ts";
import type { JediCase, ReadInput } from "./cases.ts";
import { checkJoins, type JoinTally, sumTallies, type Wrapper } from "./judge-joins.ts";

type JoinFigures = Readonly<Record<"two" | "three" | "byPosition", JoinTally>>;

/** JEDI's own code makes the jobs, and the wrappers that we send say which of them may run. */
export const joinFigures = async (venv: Venv, histories: number): Promise<JoinFigures> => {
  const asked = Array.from({ length: histories }, (_, index) => joinHistory(index + 1)).map((history) => {
    const { production, datasets } = examinedCase(history);
    return { production, datasets, fails: history.fails ?? {}, retried: [], needed: history.needed };
  });
  const production = asked[0]?.production;
  assert(production !== undefined);
  const made = (await askJedi(venv, asked)).map(stepsOf);
  using place = temporaryFolder("shrek-joins-");
  const [two, three] = [await wrapperOf(production, "two", place), await wrapperOf(production, "three", place)];
  const tally = (name: string, branches: readonly string[], passes: Wrapper): JoinTally =>
    sumTallies(made.map((steps) => checkJoins(steps, name, branches, passes)));
  return {
    two: tally("two", ["l", "r"], two),
    three: tally("three", ["l", "r", "s"], three),
    byPosition: tally("byPosition", ["l", "r"], () => true),
  };
};

const stepsOf = (made: Made) => {
  if ("error" in made) throw new Error(made.error);
  return made.steps;
};

/** The wrapper as it is sent; its payload is replaced, and the files are empty. */
const wrapperOf = async (
  production: Production,
  step: string,
  { path: place }: { readonly path: string },
): Promise<Wrapper> => {
  const dir = join(place, step);
  await mkdir(dir);
  for (const { path, bytes } of renderProduction(production).sent.filter(({ path }) => path.startsWith(`${step}.`)))
    await writeFile(join(dir, path), bytes);
  await writeFile(join(dir, `${step}.run.sh`), `touch ${step}.txt\n`);
  const run = 'touch ${3//,/ }; bash "$0" 1 0 "$3"; status=$?; rm -f ${3//,/ }; exit $status';
  return (files) => {
    const { status } = spawnSync("bash", ["-c", run, `${step}.sh`, "1", "0", files.join(",")], { cwd: dir });
    assert(status === 0 || status === 11, `the wrapper of ${step} ended with ${status}`);
    return status === 0;
  };
};

/** `npm run join-simulation` runs more. */
const inContracts = 4;

export const joinsCheck = (venv: Venv): Check => ({
  name: `JEDI and our wrappers join by identity: nothing is mixed or withheld in ${inContracts} histories of retries and losses`,
  run: async () => {
    const figures = await joinFigures(venv, inContracts);
    assertSound(figures);
    assert(figures.byPosition.mixed > 0, "the histories mix nothing by position: they prove nothing");
  },
});

export const assertSound = ({ two, three }: JoinFigures): void => {
  for (const { mixed, withheld, joined } of [two, three]) assert.deepEqual([mixed, withheld, joined > 0], [0, 0, true]);
};

/** A join of two and one of three, and the same two by position, of branches in which jobs are retried and lost. */
type JoinHistory = JediCase & { readonly needed: Readonly<Record<string, number>> };

const roots = 15;
const maxAttempt = 3;

/** Per job: how many of a hundred are lost, and how many of a hundred are retried once or twice. */
const weather = { branch: { lost: 6, retried: 10 }, join: { lost: 0, retried: 25 } };

const joinHistory = (seed: number): JoinHistory => {
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
