import { compareText } from "../problems/problem.ts";
import { livingSteps } from "./orders.ts";
import type { SubmissionState } from "./state.ts";
import { mayRun } from "./states.ts";
import { worksIn } from "./ways-out.ts";

/** What could be submitted now, with what main says of its production. */
export type Turn = {
  readonly key: string;
  readonly tag: string;
  /** Of its run in the list, else the highest of its steps. */
  readonly priority: number;
  /** The most submissions of its tag at PanDA at one time; `undefined`: no limit. */
  readonly atMost: number | undefined;
};

/** Whether it takes a place among those at PanDA: something of it runs there, or may. What waits for a person runs nothing. */
export const takesPlace = (state: SubmissionState): boolean =>
  mayRun(state.kind) || (worksIn(state.kind, "retry") && livingSteps(state).length > 0);

/** The higher priority goes first. */
export const byTurn = (a: Turn, b: Turn): number => b.priority - a.priority || compareText(a.key, b.key);

/** In the order in which they go, the higher priority first; and those for which no place is free. `places`: taken, by tag. */
export const inTurn = <T extends Turn>(
  waiting: readonly T[],
  places: ReadonlyMap<string, number>,
): { readonly go: readonly T[]; readonly queued: readonly T[] } => {
  const taken = new Map(places);
  const [go, queued]: [T[], T[]] = [[], []];
  for (const one of waiting.toSorted(byTurn)) {
    const already = taken.get(one.tag) ?? 0;
    if (one.atMost !== undefined && already >= one.atMost) queued.push(one);
    else {
      go.push(one);
      taken.set(one.tag, already + 1);
    }
  }
  return { go, queued };
};
