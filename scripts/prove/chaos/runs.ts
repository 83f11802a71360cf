import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { shrek } from "../../demo/scene.ts";
import type { Chance } from "../../fuzz/chance.ts";
import { enough, type Field } from "./field.ts";

export const runsTag = "sP26a-toy-runs";
const version = "1.0.0";

/** The list of the production that grows, and the promised run that somebody took out of it. */
export type Runs = { readonly held: readonly number[]; readonly out: number | undefined };
export const noRuns: Runs = { held: [], out: undefined };

type Env = Readonly<Record<string, string>>;

/**
 * Appended runs, late ones among them; now and then one is taken out, which the next change puts back, unless it was
 * withdrawn meanwhile. Not pushed.
 */
export const changeRuns = async (
  field: Field,
  { held, out }: Runs,
  chance: Chance,
  env: Env,
  isLast: boolean,
): Promise<Runs> => {
  const back = out !== undefined && !(await isGivenUp(field, out, chance, env)) ? [out] : [];
  const before = [...held, ...back];
  const fresh = Array.from({ length: 3 + chance.below(6) }, () => 66_000 + chance.below(9_000));
  const gone = !isLast && before.length > 0 && chance.oneIn(3) ? chance.of(before) : undefined;
  // What was given up does not come back: it would never be submitted under this version.
  const all = [...new Set([...before, ...fresh])].filter((run) => run !== gone && (run !== out || back.length > 0));
  await write(field, all);
  return { held: all, out: gone };
};

const isGivenUp = async (field: Field, run: number, chance: Chance, env: Env): Promise<boolean> =>
  chance.oneIn(2) && (await say(field, ["withdraw", "--yes", "keep"], `${runsTag}@${version}#${run}`, env));

const sentences = [
  ["kill", "--yes"],
  ["withdraw", "--yes", "drop"],
  ["retry", "--yes"],
  ["close", "--yes"],
] as const;

/** To one run, and seldom to all. How many words were recorded. */
export const speakOfRuns = async (field: Field, { held }: Runs, chance: Chance, env: Env): Promise<number> => {
  if (held.length === 0 || !chance.oneIn(3)) return 0;
  const run = chance.oneIn(6) ? "*" : chance.of(held);
  return (await say(field, chance.of(sentences), `${runsTag}@${version}#${run}`, env)) ? 1 : 0;
};

const say = async ({ scene }: Field, words: readonly string[], of: string, env: Env): Promise<boolean> => {
  const { code, stderr } = await shrek(scene.clone, [...words, of], env);
  if (stderr.includes("    at ")) throw new Error(stderr);
  return code === 0;
};

export const runKeys = ({ held }: Runs): readonly string[] => held.map((run) => `${runsTag}@${version}#${run}`);

const write = async ({ scene }: Field, runs: readonly number[]): Promise<void> => {
  const folder = join(scene.clone, "productions/runs");
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "runs.txt"), `${runs.join("\n")}\n`);
  await writeFile(join(folder, "production.yaml"), requestText);
};

const requestText = `schema: 1
version: ${version}
tag: { campaign: sP26a, physics: toy, stage: runs }
description: Runs that come while bad weather goes on
contact: ["@sphenix-production"]
build: toy.1
conditions: runs
runs: { list: runs.txt, atMost: 15 }
defaults: { sites: [SANDBOX], maxAttempt: 1, memory: [500, ${enough}], walltime: 1 }

steps:
  make:
    out: [made.txt]
    jobs: 2
    eventsPerJob: 1
    seed: { stream: chaos }
    run: |
      echo "$run $uniqueId" >made.txt
`;
