import assert from "node:assert/strict";
import { chance } from "../../fuzz/chance.ts";
import type { Check } from "../check.ts";
import type { Venv } from "../venv.ts";
import { askJedi, type MadeStep } from "./ask-jedi.ts";
import { examinedCase } from "./case-production.ts";
import { type JediCase, jobsTable, tabled } from "./cases.ts";

const rows = 40;
const maxAttempt = 3;
const histories = 4;

/** A step that reads a column: SHREK adds `aRow`, which hands on the row beside the result. */
const below = { j: { in: [{ from: "a", filesPerJob: 1 }], out: ["j.txt"], run: 'echo "$n" "$a" >j.txt', maxAttempt } };

/** Of a hundred jobs six are lost until the task is tried again, and twenty are retried once or twice. */
const history = (seed: number): JediCase & { readonly needed: Readonly<Record<string, number>> } => {
  const dice = chance(seed);
  const fails = (): Readonly<Record<number, number>> =>
    Object.fromEntries(
      Array.from({ length: rows }, (_, index) => {
        const die = dice.below(100);
        return [index + 1, die < 6 ? maxAttempt : die < 26 ? 1 + dice.below(2) : 0];
      }),
    );
  return {
    name: `rows ${seed}`,
    files: jobsTable(rows),
    steps: { a: tabled({ maxAttempt, out: ["o.txt"] }), ...below, b: tabled({ maxAttempt }) },
    fails: { a: fails(), b: fails(), aRow: fails(), j: fails() },
    retried: ["a"],
    needed: { j: 2 },
  };
};

/** What the wrapper subtracts: the number of the job less the number before the first. */
const rowOf = (command: string): number => {
  const [, seed = "", before = ""] = /^bash \w+\.sh (\d+) (\d+)$/.exec(command) ?? assert.fail(command);
  return Number(seed) - Number(before);
};
const serialOf = ([output = ""]: readonly string[]): number => Number(/\._(\d+)\./.exec(output)?.[1]);

export const rowsCheck = (venv: Venv): Check => ({
  name: `JEDI gives each row of a table one good job, by its seed, and whoever reads its files the row of both: ${histories} histories of retries and losses`,
  run: async () => {
    const asked = Array.from({ length: histories }, (_, index) => history(index + 1)).map((one) => {
      const { production, datasets } = examinedCase(one);
      return { production, datasets, fails: one.fails ?? {}, retried: one.retried ?? [], needed: one.needed };
    });
    const made = (await askJedi(venv, asked)).map((one) => ("error" in one ? assert.fail(one.error) : one.steps));
    const others = made.flatMap((steps) => steps.filter(({ step }) => step === "a" || step === "b").map(checkRows));
    assert.equal(others.length, 2 * histories);
    for (const steps of made) checkFiles(steps);
    // By serial number rows would be wrong: else the histories prove nothing.
    assert(Math.min(...others) > 0, `serial numbers that are not the row, by step: ${others.join(", ")}`);
  },
});

/** Traced from job to job: whoever reads a result beside the file with the row has both of one row. */
const checkFiles = (steps: readonly MadeStep[]): void => {
  const jobs = (name: string) => {
    const step = steps.find((one) => one.step === name);
    return step === undefined || "error" in step ? assert.fail(name) : step.jobs;
  };
  const rowOfFile = new Map<string, number>();
  for (const { command, outputs } of jobs("a")) for (const file of outputs) rowOfFile.set(file, rowOf(command));
  const rowsOf = (files: Readonly<Record<string, readonly string[]>>): readonly number[] =>
    Object.values(files)
      .flat()
      .map((file) => rowOfFile.get(file) ?? assert.fail(file));
  for (const { files, outputs } of jobs("aRow")) rowOfFile.set(outputs[0] ?? "", rowsOf(files)[0] ?? 0);
  const joined = jobs("j").filter(({ good }) => good);
  assert(joined.length > rows / 2, `only ${joined.length} jobs read their row`);
  for (const { files } of joined) assert.deepEqual([rowsOf(files).length, new Set(rowsOf(files)).size], [2, 1]);
};

/** How many good jobs have another serial number than their row. */
const checkRows = (made: MadeStep): number => {
  if ("error" in made) return assert.fail(made.error);
  const jobs = made.jobs.map(({ command, good, outputs }) => ({
    row: rowOf(command),
    good,
    serial: serialOf(outputs),
  }));
  const all = Array.from({ length: rows }, (_, index) => index + 1);
  const sorted = (numbers: Iterable<number>): readonly number[] => [...numbers].toSorted((a, b) => a - b);
  assert.deepEqual(sorted(new Set(jobs.map(({ row }) => row))), all, "rows that were given to jobs");
  const good = jobs.filter((job) => job.good);
  assert.deepEqual(sorted(good.map(({ row }) => row)), sorted(new Set(good.map(({ row }) => row))), "rows done twice");
  // Tried again, everything works.
  if (made.step === "a") assert.deepEqual(sorted(good.map(({ row }) => row)), all, "rows that were done in the end");
  return good.filter(({ row, serial }) => row !== serial).length;
};
