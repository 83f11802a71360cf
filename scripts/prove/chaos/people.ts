import { shrek } from "../../demo/scene.ts";
import type { Chance } from "../../fuzz/chance.ts";
import { bring, type Field, merge, tagOf, takeAway } from "./field.ts";
import { changeRuns, noRuns, type Runs, speakOfRuns } from "./runs.ts";

/** What main holds: the version of each production by number, and how many there ever were: numbers are not used again. */
export type Main = { readonly versions: ReadonlyMap<number, string>; readonly brought: number; readonly runs: Runs };
export const emptyMain: Main = { versions: new Map(), brought: 0, runs: noRuns };

export type Change = { readonly more: number; readonly isLast: boolean };

/** New productions, for some of the old ones a new version or none any more, and another list of runs; all in one merge. */
export const changeMain = async (
  field: Field,
  before: Main,
  chance: Chance,
  env: Readonly<Record<string, string>>,
  { more, isLast }: Change,
): Promise<Main> => {
  const versions = new Map(before.versions);
  const put = async (n: number, version: string): Promise<void> => {
    await bring(field, n, version);
    versions.set(n, version);
  };
  for (const [n, version] of before.versions) {
    if (!chance.oneIn(60)) continue;
    if (chance.oneIn(2)) await put(n, `${Number(version.split(".")[0]) + 1}.0.0`);
    else {
      await takeAway(field, n);
      versions.delete(n);
    }
  }
  for (let n = before.brought; n < before.brought + more; n++) await put(n, "1.0.0");
  const runs = await changeRuns(field, before.runs, chance, env, isLast);
  await merge(field, "People change main");
  return { versions, brought: before.brought + more, runs };
};

const sentences = [["kill", "--yes"], ["withdraw", "--yes", "drop"], ["retry"], ["close"]] as const;

/** What people say of what they see; much of it does not fit the state and is refused, as it must. How many were recorded. */
export const speak = async (
  field: Field,
  main: Main,
  chance: Chance,
  env: Readonly<Record<string, string>>,
): Promise<number> => {
  let recorded = await speakOfRuns(field, main.runs, chance, env);
  for (const n of [...main.versions.keys()].filter(() => chance.oneIn(100))) {
    const { code, stderr } = await shrek(field.scene.clone, [...chance.of(sentences), tagOf(n)], env);
    if (stderr.includes("    at ")) throw new Error(stderr);
    if (code === 0) recorded += 1;
  }
  return recorded;
};
