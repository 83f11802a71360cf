import { expect, test } from "vitest";
import { chance } from "../scripts/fuzz/chance.ts";
import { readCorpus } from "../scripts/fuzz/corpus.ts";
import { examine } from "../scripts/fuzz/examine.ts";
import { fuzz } from "../scripts/fuzz/fuzz.ts";
import { makeInput } from "../scripts/fuzz/make-input.ts";
import { shrink } from "../scripts/fuzz/shrink.ts";

test("Three thousand mutated requests cause no exception and no hang, and accepted ones render to files that PanDA reads", async () => {
  const { runs, outcomes, codes, wrappers, findings } = await fuzz({ seed: 7, runs: 3000 });

  expect(findings.map(({ run, kind, error }) => `${run}: ${kind}: ${String(error)}`)).toEqual([]);
  expect(runs).toBe(3000);
  // It would prove nothing if all of them were refused at the door.
  expect(Math.min(...Object.values(outcomes))).toBeGreaterThan(100);
  expect(codes.size).toBeGreaterThan(40);
  expect(wrappers).toBeGreaterThan(50);
});

test("One seed of the fuzzer makes the same input on any day", async () => {
  const corpus = await readCorpus();

  for (let seed = 0; seed < 100; seed++)
    expect(makeInput(chance(seed), corpus)).toEqual(makeInput(chance(seed), corpus));
});

test("Every valid request in the fuzzer's corpus is accepted", async () => {
  const { sources } = await readCorpus();
  const good = sources.filter(({ file }) => !file.startsWith("bad/"));

  expect(good.length).toBeGreaterThan(10);
  expect(good.map((source) => examine(source).outcome)).toEqual(good.map(() => "accepted"));
});

test("A finding of the fuzzer is reduced to its cause", () => {
  const text = "a: 1\nb: [x, y]\nboom\nc: 2\n";

  const small = shrink(Buffer.from(text), (bytes) => Buffer.from(bytes).includes("oo"));

  expect(Buffer.from(small).toString()).toBe("oo");
});
