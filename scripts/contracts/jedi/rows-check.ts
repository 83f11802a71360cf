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

/** Of a hundred jobs six are lost until the task is tried again, and twenty are retried once or twice. */
const history = (seed: number): JediCase => {
  const { below } = chance(seed);
  const fails = (): Readonly<Record<number, number>> =>
    Object.fromEntries(
      Array.from({ length: rows }, (_, index) => {
        const die = below(100);
        return [index + 1, die < 6 ? maxAttempt : die < 26 ? 1 + below(2) : 0];
      }),
    );
  return {
    name: `rows ${seed}`,
    files: jobsTable(rows),
    steps: { a: tabled({ maxAttempt }), b: tabled({ maxAttempt, seed: { digits: 5 } }) },
    fails: { a: fails(), b: fails() },
    retried: ["a"],
  };
};

/** What the wrapper subtracts: the number of the job less the number before the first. */
const rowOf = (command: string): number => {
  const [, seed = "", before = ""] = /^bash \w+\.sh (\d+) (\d+)$/.exec(command) ?? assert.fail(command);
  return Number(seed) - Number(before);
};
const serialOf = ([output = ""]: readonly string[]): number => Number(/\._(\d+)\./.exec(output)?.[1]);

export const rowsCheck = (venv: Venv): Check => ({
  name: `JEDI gives each row of a table one good job, by its seed: ${histories} histories of retries and losses`,
  run: async () => {
    const asked = Array.from({ length: histories }, (_, index) => history(index + 1)).map((one) => {
      const { production, datasets } = examinedCase(one);
      return { production, datasets, fails: one.fails ?? {}, retried: one.retried ?? [] };
    });
    const steps = (await askJedi(venv, asked)).flatMap((made) =>
      "error" in made ? assert.fail(made.error) : made.steps,
    );
    assert.equal(steps.length, 2 * histories);
    const others = steps.map(judgeRows);
    // By serial number rows would be wrong: else the histories prove nothing.
    assert(Math.min(...others) > 0, `serial numbers that are not the row, by step: ${others.join(", ")}`);
  },
});

/** How many good jobs have another serial number than their row. */
const judgeRows = (made: MadeStep): number => {
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
