import fc from "fast-check";
import { expect, test } from "vitest";
import { readCorpus } from "../scripts/fuzz/corpus.ts";
import { examine } from "../scripts/fuzz/examine.ts";
import { Finding } from "../scripts/fuzz/finding.ts";
import { fuzz } from "../scripts/fuzz/fuzz.ts";
import { anInput } from "../scripts/fuzz/input.ts";

test("Three thousand mutated requests cause no exception and no hang, and accepted ones render to files that PanDA reads", async () => {
  const { runs, outcomes, codes, wrappers, found } = await fuzz({ seed: 7, runs: 3000 });

  expect(found).toBeUndefined();
  expect(runs).toBe(3000);
  // It would prove nothing if all of them were refused at the door.
  expect(Math.min(...Object.values(outcomes))).toBeGreaterThan(100);
  expect(codes.size).toBeGreaterThan(40);
  expect(wrappers).toBeGreaterThan(50);
});

test("One seed of the fuzzer makes the same inputs on any day", async () => {
  const input = anInput(await readCorpus());

  expect(fc.sample(input, { seed: 3, numRuns: 100 })).toEqual(fc.sample(input, { seed: 3, numRuns: 100 }));
});

test("Every valid request in the fuzzer's corpus is accepted", async () => {
  const { sources } = await readCorpus();
  const good = sources.filter(({ file }) => !file.startsWith("bad/"));

  expect(good.length).toBeGreaterThan(10);
  expect(good.map((source) => examine(source).outcome)).toEqual(good.map(() => "accepted"));
});

test("A finding of the fuzzer is made smaller, and its path shows it again", async () => {
  const refusesTabs: typeof examine = ({ bytes }) => {
    if (bytes.includes(9)) throw new Finding("a tab");
    return { outcome: "refused", codes: [], scripts: [] };
  };

  const { runs, found } = await fuzz({ seed: 1, runs: 3000 }, refusesTabs);
  expect(found?.error).toEqual(new Finding("a tab"));
  expect(found?.source.bytes.length).toBeLessThan(1000);
  expect(runs).toBeLessThan(3000);

  const again = await fuzz({ seed: 1, runs: 1, path: found?.path ?? "" }, refusesTabs);
  expect(again.found?.source.bytes).toEqual(found?.source.bytes);
});
