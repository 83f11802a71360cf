import type { Collected } from "./stand-in.ts";

/** Longest time of one test, in milliseconds; it normally takes a few. */
const timeoutMs = 20_000;

export type Seen = {
  readonly test: Collected;
  readonly numbers: ReadonlySet<number>;
  readonly calls: number;
  readonly took: number;
};

const switches = { active: -1, calls: 0, most: Number.POSITIVE_INFINITY };
/** By number the look in which it was last asked, and what this look saw: a set would cost most of a run. */
const looks = new Uint32Array(65_536);
const seen = { look: 1, numbers: new Array<number>() };

/** Puts up the switch that every changed spot asks. A mutant that goes in circles is stopped here. */
export const putUpSwitch = (): void => {
  Object.assign(globalThis, {
    __mutant: (number: number): boolean => {
      if (looks[number] !== seen.look) {
        looks[number] = seen.look;
        seen.numbers.push(number);
      }
      if (++switches.calls > switches.most) throw new Error("the mutant goes in circles");
      return number === switches.active;
    },
  });
};

/** What was asked since the last call. */
export const takeSeen = (): ReadonlySet<number> => {
  const numbers = new Set(seen.numbers);
  seen.look++;
  seen.numbers = [];
  return numbers;
};

/** The tests on the program as it is: each must pass. */
export const runDry = async (tests: readonly Collected[]): Promise<readonly Seen[]> => {
  const all: Seen[] = [];
  for (const test of tests) {
    const [began, before] = [performance.now(), switches.calls];
    takeSeen();
    try {
      await test.run();
    } catch (error) {
      throw new Error(`"${test.name}" fails on the program as it is`, { cause: error });
    }
    all.push({ test, numbers: takeSeen(), calls: switches.calls - before, took: performance.now() - began });
  }
  return all.toSorted((a, b) => a.took - b.took);
};

export const activate = (number: number): void => {
  switches.active = number;
  switches.most = Number.POSITIVE_INFINITY;
};

/** By the name of a test, the how many-th mutant it noticed last: the next mutant is often noticed by the same test. */
const noticed = new Map<string, number>();
let validated = 0;

/** Whether one of these tests notices the active mutant. */
export const isNoticed = async (tests: readonly Pick<Seen, "test" | "calls">[]): Promise<boolean> => {
  validated++;
  const last = ({ test }: Pick<Seen, "test">): number => noticed.get(test.name) ?? 0;
  for (const { test, calls } of tests.toSorted((a, b) => last(b) - last(a))) {
    switches.calls = 0;
    switches.most = 10 * calls + 100_000;
    if (await passes(test)) continue;
    noticed.set(test.name, validated);
    return true;
  }
  return false;
};

const passes = async (test: Collected): Promise<boolean> => {
  let timer: NodeJS.Timeout | undefined;
  try {
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error("too long")), timeoutMs);
    });
    await Promise.race([test.run(), late]);
    return true;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
};
