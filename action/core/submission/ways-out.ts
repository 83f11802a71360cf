import type { Verb } from "../command/verbs.ts";
import { lacksOutputs } from "./arriving.ts";
import { retriesMemory } from "./memory-retry.ts";
import type { StateKind, SubmissionState } from "./state.ts";
import { isFinal, isSuccess, stateTable } from "./states.ts";

export const worksIn = (kind: StateKind, verb: Verb): boolean => Object.hasOwn(stateTable[kind].verbs, verb);

export const verbsIn = (kind: StateKind): readonly Verb[] => Object.keys(stateTable[kind].verbs) as readonly Verb[];

/** Why a verb does nothing in a state, and what works there, but for `refused`. */
export const refusalOf = (name: string, kind: StateKind, verb: Verb, refused: readonly Verb[] = []): string => {
  const states = statesOf(verb);
  // More of them nobody reads.
  const works = states.length > maxStates ? [] : states.map((state) => `${state} (${stateTable[state].means})`);
  const here = verbsIn(kind).filter((one) => !refused.includes(one));
  const there = works.length === 0 ? "" : `; ${verb} works on ${works.join(", ")}`;
  const nothing = states.length > maxStates ? `, and ${verb} changes nothing there` : "";
  const why = kind === "broken" ? ` (${stateTable[kind].means})` : "";
  return `${name} is ${kind}${why}${there}${nothing}.${here.length === 0 ? "" : ` In this state these work: ${here.join(", ")}.`}`;
};

const maxStates = 2;

const statesOf = (verb: Verb): readonly StateKind[] =>
  (Object.keys(stateTable) as readonly StateKind[]).filter((kind) => worksIn(kind, verb));

/** States that end only when a person acts. */
export const needsPerson = (kind: StateKind): boolean => stateTable[kind].moves === "person";

/** Whether the state asks a person: always, or because no site has taken what runs. */
export const asksByState = (state: SubmissionState): boolean => needsPerson(state.kind) || isUntaken(state);

/** For longer than its conventions allow no site has taken it, though nothing failed. */
export const isUntaken = (state: SubmissionState): boolean => state.kind === "running" && state.overdue === true;

/** By the state, unless more memory is about to end it, or because main does not hold what runs. */
export const asksPerson = (state: SubmissionState): boolean => {
  if (isFinal(state.kind) || !("past" in state) || state.past.withdrawal !== undefined) return false;
  if (state.past.leftMain !== undefined) return true;
  return isUntaken(state) || isOverdueHere(state) || (needsPerson(state.kind) && !retriesMemory(state));
};

/** Its outputs did not arrive in time, and nobody has taken them as they are. */
const isOverdueHere = (state: SubmissionState): boolean => isSuccess(state.kind) && lacksOutputs(state);

/** Ended, or successful with no question about it. A second attempt may be watched on (`isLive`). */
export const isOver = (state: SubmissionState): boolean =>
  isFinal(state.kind) || (isSuccess(state.kind) && !asksPerson(state));
