import pLimit from "p-limit";

/** One promise that PanDA's own code is asked about. It throws when the promise is broken. */
export type Check = {
  readonly name: string;
  run(): Promise<void>;
  /** What a reader may want to see of it when it held. */
  shown?(): readonly string[];
};

export type Tally = { readonly passed: number; readonly failed: number; readonly skipped: number };

/** Each is one process of PanDA's at a time, most of them short. */
const atOnce = 2;

/** All of them, told in their order: a broken promise does not hide the next one. */
export const runChecks = async (checks: readonly Check[], say: (line: string) => void): Promise<Tally> => {
  const limit = pLimit(atOnce);
  const faults = checks.map(({ run }) => limit(() => faultOf(run)));
  let failed = 0;
  for (const [index, { name, shown }] of checks.entries()) {
    const fault = await faults[index];
    say(fault === undefined ? `ok    ${name}` : `FAIL  ${name}\n${fault.replace(/^/gm, "      ")}`);
    if (fault !== undefined) failed += 1;
    else for (const line of shown?.() ?? []) say(`      ${line}`);
  }
  return { passed: checks.length - failed, failed, skipped: 0 };
};

const faultOf = (run: () => Promise<void>): Promise<string | undefined> =>
  run().then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );

/** The line that is read by people and by CI. */
export const tallyLine = ({ passed, failed, skipped }: Tally): string =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`;
