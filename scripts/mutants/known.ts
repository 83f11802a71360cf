import { activate, runDry, type Seen, takeSeen } from "./judge.ts";
import { nearness, sizeOf } from "./nearness.ts";
import type { Collected } from "./stand-in.ts";

/** Loads a file of tests with what it imports, as far as that is not loaded. */
export const collect = async (file: string): Promise<readonly Collected[]> => {
  // Of the same loading as the file.
  const { takeTests } = await import("./stand-in.ts");
  takeTests();
  await import(file);
  return takeTests();
};

/** These files of tests, each run on the program as it is when a mutant first asks for it: a sample needs few. */
export const knowTests = (files: readonly string[]) => {
  const known = new Map<string, readonly Seen[]>();
  const atImport = new Set<number>();
  /** By mutated file, the file of tests that noticed last: the next mutant is often noticed there. */
  const lastNoticing = new Map<string, string>();

  const know = async (file: string): Promise<readonly Seen[]> => {
    const before = known.get(file);
    if (before !== undefined) return before;
    activate(-1);
    takeSeen();
    const tests = await collect(file);
    for (const number of takeSeen()) atImport.add(number);
    const seen = await runDry(tests);
    known.set(file, seen);
    return seen;
  };
  const farOf = (mutated: string, file: string): number => {
    if (file === lastNoticing.get(mutated)) return -1;
    const steps = nearness(file, mutated);
    return steps === 2 && !known.has(file) ? 3 : steps;
  };
  return {
    know,
    isKnown: (file: string): boolean => known.has(file),
    /** Spots that were passed while files were loaded: tables and the like. */
    atImport,
    noticedIn: (mutated: string, file: string): void => void lastNoticing.set(mutated, file),
    /** Where a mutant of this file is likely noticed first, and cheaply. */
    inOrder: (mutated: string): readonly string[] =>
      files
        .map((file) => ({ file, far: farOf(mutated, file), size: sizeOf(file) }))
        .toSorted((a, b) => a.far - b.far || a.size - b.size)
        .map(({ file }) => file),
  };
};
