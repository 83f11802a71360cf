import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { buildScene, commitAll, gitIn, type Scene, shrek } from "../../demo/scene.ts";

/** A repository with its ledger, the clone of the people, and one clone a machine that reconciles. */
export type Field = { readonly scene: Scene; readonly machines: readonly string[] };

export const openField = async (dir: string, machines: number): Promise<Field> => {
  const scene = await buildScene(dir, []);
  await openStages(scene);
  const made = await shrek(scene.clone, ["ledger", "init", "--no-baseline"]);
  if (made.code !== 0) throw new Error(made.stderr);
  const names = Array.from({ length: machines }, (_, index) => join(dir, `machine${index}`));
  for (const name of names) await gitIn(dir, "clone", "--quiet", scene.origin, name);
  return { scene, machines: names };
};

/** A campaign of thousands has more stages than the shipped conventions list. */
const openStages = async (scene: Scene): Promise<void> => {
  const path = join(scene.clone, "productions/conventions.yaml");
  const text = await readFile(path, "utf8");
  const open = text
    .replace(/enum: \[signal, background.*\]/, 'pattern: "^(c[0-9]+|runs)$"')
    .replace(/\n {2}contradicts:\n(?: {4}.*\n)+/, "\n");
  if (open === text) throw new Error("the conventions have no list of stages any more");
  await writeFile(path, open);
  await commitAll(scene, "Open the stages");
};

export const tagOf = (n: number): string => `sP26a-toy-c${n}`;
const folderOf = (n: number): string => `productions/c${n}`;

/** Not pushed; several changes make one merge. */
export const bring = async ({ scene }: Field, n: number, version: string): Promise<void> => {
  await mkdir(join(scene.clone, folderOf(n)), { recursive: true });
  await writeFile(join(scene.clone, folderOf(n), "production.yaml"), requestText(n, version));
};

export const takeAway = ({ scene }: Field, n: number): Promise<void> =>
  rm(join(scene.clone, folderOf(n)), { recursive: true, force: true });

export const merge = async ({ scene }: Field, message: string): Promise<void> => {
  await gitIn(scene.clone, "add", "--all");
  await gitIn(scene.clone, "commit", "--quiet", "--allow-empty", "-m", message);
  await gitIn(scene.clone, "push", "--quiet", "origin", "HEAD:main");
};

export const follow = async (machine: string): Promise<void> => {
  await gitIn(machine, "fetch", "--quiet", "origin", "main");
  await gitIn(machine, "reset", "--quiet", "--hard", "FETCH_HEAD");
};

/** MB a core with which no job dies of memory: what requests try last. */
export const enough = 1000;

/** Two jobs with seeds of one stream: the smallest request that can lose something. */
const requestText = (n: number, version: string): string => `schema: 1
version: ${version}
tag: { campaign: sP26a, physics: toy, stage: c${n} }
description: Production ${n} of a campaign through bad weather
contact: ["@sphenix-production"]
build: toy.1
conditions: c${n}
defaults: { sites: [SANDBOX], maxAttempt: 1, memory: [500, ${enough}], walltime: 1 }

steps:
  make:
    out: [made.txt]
    jobs: 2
    eventsPerJob: 1
    seed: { stream: chaos }
    parameters: { release: "r${version}" }
    run: |
      echo "$uniqueId $release" >made.txt
`;
