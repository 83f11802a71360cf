import { writeFile } from "node:fs/promises";
import fc from "fast-check";
import { test, vi } from "vitest";
import { activate, isNoticed, putUpSwitch } from "./judge.ts";
import { collect, knowTests } from "./known.ts";
import type { VersionOutcome } from "./mutant.ts";
import { type Asked, readTask } from "./task.ts";

/** One process, warm: every mutant against the tests that come by its spot, the nearest first. */
test("mutants", { timeout: 24 * 3_600_000 }, async () => {
  const { tests: files, asked, answer } = readTask();
  fc.configureGlobal({ seed: 20_261_124 });
  putUpSwitch();
  const { know, isKnown, atImport, noticedIn, inOrder } = knowTests(files);

  /** Nothing where the spot is passed at import: it is judged later. */
  const judge = async ({ number, file: mutated }: Asked): Promise<VersionOutcome | undefined> => {
    let fate: VersionOutcome = "unseen";
    for (const file of inOrder(mutated)) {
      const covering = (await know(file)).filter(({ numbers }) => numbers.has(number));
      if (atImport.has(number)) return;
      if (covering.length === 0) continue;
      fate = "lives";
      activate(number);
      if (!(await isNoticed(covering))) continue;
      noticedIn(mutated, file);
      return "killed";
    }
    return fate;
  };
  // What is made at import, such as a table, is made anew with the mutant in it: one file of tests after the other, so that
  // seldom all load anew.
  const judgeImported = async ({ number, file: mutated }: Asked): Promise<VersionOutcome> => {
    vi.resetModules();
    for (const file of inOrder(mutated)) {
      if (!isKnown(file)) {
        vi.resetModules();
        await know(file);
        vi.resetModules();
      }
      activate(number);
      if (!(await isNoticedIn(file))) continue;
      noticedIn(mutated, file);
      return "killed";
    }
    return "lives";
  };
  const isNoticedIn = async (file: string): Promise<boolean> => {
    const before = await know(file);
    const callsOf = new Map(before.map(({ test: { name }, calls }) => [name, calls]));
    try {
      const anew = await collect(file);
      if (anew.length !== before.length) return true;
      return await isNoticed(anew.map((one) => ({ test: one, calls: callsOf.get(one.name) ?? 0 })));
    } catch {
      return true;
    }
  };

  const fates: [number, VersionOutcome][] = [];
  const later: Asked[] = [];
  for (const one of asked) {
    const fate = await judge(one);
    if (fate === undefined) later.push(one);
    else fates.push([one.number, fate]);
  }
  for (const one of later) fates.push([one.number, await judgeImported(one)]);
  await writeFile(answer, JSON.stringify(fates));
});
