/** One promise that PanDA's own code is asked about. It throws when the promise is broken. */
export type Check = { readonly name: string; run(): Promise<void> };

export type Tally = { readonly passed: number; readonly failed: number; readonly skipped: number };

/** All of them, one after the other: a broken promise does not hide the next one. */
export const runChecks = async (checks: readonly Check[], say: (line: string) => void): Promise<Tally> => {
  let failed = 0;
  for (const { name, run } of checks) {
    const fault = await run().then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    say(fault === undefined ? `ok    ${name}` : `FAIL  ${name}\n${fault.replace(/^/gm, "      ")}`);
    if (fault !== undefined) failed += 1;
  }
  return { passed: checks.length - failed, failed, skipped: 0 };
};

/** The line that is read by people and by CI. */
export const tallyLine = ({ passed, failed, skipped }: Tally): string =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`;
