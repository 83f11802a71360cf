/**
 * Stands in for vitest in the tests that judge mutants: it only collects them, so that one process can run each of them
 * a thousand times. What they expect is vitest's own.
 */
export { expect } from "vitest";

type Run = () => unknown;
export type Collected = { readonly name: string; readonly run: () => Promise<void> };

const collected: Collected[] = [];
let preparations: Run[] = [];
let cleanups: Run[] = [];

/** The tests that were collected since the last call: those of one file, which share what prepares them. */
export const takeTests = (): readonly Collected[] => {
  preparations = [];
  return collected.splice(0);
};

/** One test with what prepares it and its clean-up. */
const prepared = async (preparing: readonly Run[], run: Run): Promise<void> => {
  cleanups = [];
  const own = cleanups;
  try {
    for (const prepare of preparing) await prepare();
    await run();
  } finally {
    for (const clean of own.toReversed()) await clean();
  }
};

type Body = (...args: readonly unknown[]) => unknown;
const eachOf =
  (take: (name: string, run: Run) => void) =>
  (rows: readonly unknown[]) =>
  (name: string, body: Body): void => {
    for (const row of rows) take(name, () => (Array.isArray(row) ? body(...row) : body(row)));
  };
/** As `each`, but a row is one argument, also where it is a list. */
const forOf =
  (take: (name: string, run: Run) => void) =>
  (rows: readonly unknown[]) =>
  (name: string, body: Body): void => {
    for (const row of rows) take(name, () => body(row));
  };

const add = (name: string, run: Run): void => {
  const preparing = preparations;
  collected.push({ name, run: () => prepared(preparing, run) });
};
const open = (_: string, run: Run): void => {
  run();
};
export const test = Object.assign(add, { each: eachOf(add), for: forOf(add) });
export const describe = Object.assign(open, { each: eachOf(open), for: forOf(open) });
export const beforeEach = (run: Run): void => {
  preparations.push(run);
};
export const onTestFinished = (clean: Run): void => {
  cleanups.push(clean);
};
