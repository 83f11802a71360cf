import type { About, Finding } from "../../core/doctor/finding.ts";
import { describeError, Failure, Outage, sentence } from "../../core/problems/failure.ts";

/** What a step found, and its value for the steps after it; no value: it failed. */
export type Examined<T> = { readonly findings: readonly Finding[]; readonly value: T | undefined };

/** Runs one step. Who does not answer leaves the question open; whatever else is wrong here, a person must fix. */
export const examine = async <T>(
  about: About,
  ask: () => Promise<T>,
  tell: (value: T) => Omit<Finding, "about">,
): Promise<Examined<T>> => {
  try {
    const value = await ask();
    return { findings: [{ about, ...tell(value) }], value };
  } catch (error) {
    return { findings: [{ about, ...troubleOf(error) }], value: undefined };
  }
};

const troubleOf = (error: unknown): Omit<Finding, "about"> => {
  const verdict = error instanceof Outage ? "unknown" : "fix";
  if (!(error instanceof Failure)) {
    if (error instanceof Error && "syscall" in error) return { verdict, says: describeError(error) };
    throw error;
  }
  return { verdict, says: sentence(error.message), wayOut: error.wayOut };
};

export const leftOutFindings = (abouts: readonly About[], why: string): readonly Finding[] =>
  abouts.map((about) => ({ about, verdict: "left-out", says: why }));
