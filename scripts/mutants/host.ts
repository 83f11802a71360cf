import { writeFile } from "node:fs/promises";
import fc from "fast-check";
import { test, vi } from "vitest";
import { activate, isNoticed, putUpSwitch, runDry, takeSeen } from "./judge.ts";
import type { VersionOutcome } from "./mutant.ts";
import type { Collected } from "./stand-in.ts";
import { readTask } from "./task.ts";

/** One process, warm: first every test once, then every mutant against the tests that come by its spot. */
test("mutants", { timeout: 24 * 3_600_000 }, async () => {
  const { tests: files, numbers, answer } = readTask();
  fc.configureGlobal({ seed: 20_261_124 });
  putUpSwitch();
  /** Loads a file of tests with what it imports, as far as that is not loaded. */
  const collect = async (file: string): Promise<readonly Collected[]> => {
    // Of the same loading as the file.
    const { takeTests } = await import("./stand-in.ts");
    takeTests();
    await import(file);
    return takeTests();
  };

  takeSeen();
  const collected = new Map<string, readonly Collected[]>();
  for (const file of files) collected.set(file, await collect(file));
  const atImport = takeSeen();
  const dry = await runDry([...collected.values()].flat());
  const callsOf = new Map(dry.map(({ test: { name }, calls }) => [name, calls]));

  const judge = async (number: number): Promise<VersionOutcome> => {
    const covering = dry.filter((one) => one.numbers.has(number));
    if (covering.length === 0) return "unseen";
    activate(number);
    return (await isNoticed(covering)) ? "killed" : "lives";
  };
  // What is made at import, such as a table, is made anew with the mutant in it: one file of tests after the other, the
  // last that noticed first, so that seldom all load anew.
  const noticing = [...files];
  const judgeImported = async (number: number): Promise<VersionOutcome> => {
    activate(number);
    vi.resetModules();
    for (const file of [...noticing]) {
      if (!(await isNoticedIn(file))) continue;
      noticing.splice(noticing.indexOf(file), 1);
      noticing.unshift(file);
      return "killed";
    }
    return "lives";
  };
  const isNoticedIn = async (file: string): Promise<boolean> => {
    try {
      const anew = await collect(file);
      if (anew.length !== collected.get(file)?.length) return true;
      return await isNoticed(anew.map((one) => ({ test: one, calls: callsOf.get(one.name) ?? 0 })));
    } catch {
      return true;
    }
  };

  const fates: [number, VersionOutcome][] = [];
  const later = numbers.filter((number) => atImport.has(number));
  for (const number of numbers) if (!atImport.has(number)) fates.push([number, await judge(number)]);
  for (const number of later) fates.push([number, await judgeImported(number)]);
  await writeFile(answer, JSON.stringify(fates));
});
