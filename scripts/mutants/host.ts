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
  const collect = async (): Promise<readonly Collected[]> => {
    vi.resetModules();
    const { takeTests } = await import("./stand-in.ts");
    const tests: Collected[] = [];
    for (const file of files) {
      await import(file);
      tests.push(...takeTests());
    }
    return tests;
  };

  takeSeen();
  const collected = await collect();
  const atImport = takeSeen();
  const dry = await runDry(collected);
  const callsOf = new Map(dry.map(({ test: { name }, calls }) => [name, calls]));
  const order = dry.map(({ test: one }) => collected.indexOf(one));

  const judge = async (number: number): Promise<VersionOutcome> => {
    const covering = dry.filter((one) => one.numbers.has(number));
    if (covering.length === 0) return "unseen";
    activate(number);
    return (await isNoticed(covering)) ? "killed" : "lives";
  };
  // What is made at import, such as a table, is made anew with the mutant in it.
  const judgeImported = async (number: number): Promise<VersionOutcome> => {
    activate(number);
    try {
      const anew = await collect();
      if (anew.length !== collected.length) return "killed";
      const sorted = order.flatMap((index) => anew[index] ?? []);
      return (await isNoticed(sorted.map((one) => ({ test: one, calls: callsOf.get(one.name) ?? 0 }))))
        ? "killed"
        : "lives";
    } catch {
      return "killed";
    }
  };

  const fates: [number, VersionOutcome][] = [];
  const later = numbers.filter((number) => atImport.has(number));
  for (const number of numbers) if (!atImport.has(number)) fates.push([number, await judge(number)]);
  for (const number of later) fates.push([number, await judgeImported(number)]);
  await writeFile(answer, JSON.stringify(fates));
});
