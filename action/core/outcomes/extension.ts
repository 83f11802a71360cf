import { requestOfIntent } from "../cross-checks/facts-of-intent.ts";
import { type Intent, partsOfKey, type SubmissionKey } from "../ledger/event.ts";
import { writtenIn } from "../ledger/intended-steps.ts";
import { eventChains } from "../production/event-chains.ts";
import { lacksOutputs } from "../submission/arriving.ts";
import { hasEnded } from "../submission/panda-answer.ts";
import type { SubmissionState } from "../submission/state.ts";
import { isStopped, isSuccess, stateTable } from "../submission/states.ts";
import { deliveredByChains } from "./delivered.ts";
import { unreadWord } from "./samples.ts";

type TagState = { readonly key: SubmissionKey; readonly state: SubmissionState };

/** Why a version cannot be extended now; `undefined`: it can. `all`: every submission of its tag. */
export const extensionFault = (all: readonly TagState[], tag: string, version: string): string | undefined => {
  const named = (one: TagState): boolean => partsOfKey(one.key).version === version;
  const states = all.filter(named).map(({ state }) => state);
  const [state] = states;
  if (state === undefined) return `The ledger has no ${tag} ${version}.`;
  const name = `${tag} ${version}`;
  if (!("intent" in state)) return `${name} was not submitted by SHREK, so its seeds are not known.`;
  if (state.intent.trial !== undefined) return `${name} is a trial, and no sample.`;
  if (state.intent.run !== undefined) return `${name} grows by runs: append runs to its list.`;
  const unread = unreadWord(state);
  if (unread !== undefined || state.kind === "retired") return `${name} ${unread ?? "is retired"}.`;
  if (!isAtRest(state)) return `${name} has not ended: it is ${state.kind} (${stateTable[state.kind].means}).`;
  const running = all.find((one) => !named(one) && extendsIt(one.state, version) && !isAtRest(one.state));
  return running === undefined
    ? undefined
    : `${tag} ${partsOfKey(running.key).version}, which extends it, has not ended: it is ${running.state.kind}.`;
};

/** PanDA has ended all of it, well or not, and nobody has asked for more, so that what it made is known. */
const isAtRest = (state: SubmissionState): boolean =>
  "tasks" in state &&
  (isSuccess(state.kind) || isStopped(state.kind)) &&
  state.tasks.every(({ status }) => hasEnded(status) || status === "exhausted") &&
  state.past.pendingCommands.length === 0;

const extendsIt = (state: SubmissionState, version: string): boolean =>
  "intent" in state && unreadWord(state) === undefined && writtenIn(state.intent, "extends") === version;

/** Jobs of the step that makes events, `asked` in all, whose results do not exist: they failed for good, or their files are lost. */
export type LostJobs =
  | { readonly kind: "known"; readonly jobs: number; readonly step: string; readonly asked: number }
  | { readonly kind: "unknown"; readonly why: string };

export const lostJobsOf = (state: SubmissionState): LostJobs => {
  if (!("tasks" in state) || !isAtRest(state)) return { kind: "unknown", why: "it has not ended" };
  const chains = jobChains(state.intent);
  if (chains.kind === "unknown") return chains;
  const [first] = chains.chains[0] ?? [];
  const asked = first === undefined ? undefined : new Map(Object.entries(state.intent.stepJobs ?? {})).get(first.step);
  if (first === undefined || asked === undefined) return { kind: "unknown", why: "nobody knows how many jobs it had" };
  if (new Set(chains.chains.map(([maker]) => maker?.step)).size > 1)
    return { kind: "unknown", why: "several of its steps make events, and nobody knows which of them lost any" };
  const made = deliveredByChains(state, chains.chains, false);
  return made.kind === "unknown"
    ? made
    : { kind: "known", step: first.step, asked, jobs: Math.max(0, asked - made.events) };
};

/** The same chains, in which each job that makes events counts as one. */
const jobChains = (intent: Intent): ReturnType<typeof eventChains> => {
  const request = requestOfIntent(intent);
  if (request === undefined) return { kind: "unknown", why: "it was written in another language" };
  const steps = Object.entries(request.steps).map(([name, { eventsPerJob: _, ...step }]) => [
    name,
    step.in === undefined ? { ...step, eventsPerJob: 1 } : step,
  ]);
  return eventChains({ ...request, steps: Object.fromEntries(steps) as typeof request.steps });
};

/** How what lost `jobs` of a step should have made is made again; no number: nobody knows how many, and files are lost. */
export type Remake = { readonly step?: string; readonly jobs?: number } & (
  | { readonly by: "order"; readonly takesComment: boolean }
  | { readonly by: "hand"; readonly way: string }
  /** A later version that extends it, and may have made it; `isStopped`: it ended without. */
  | { readonly by: "version"; readonly version: string; readonly isStopped: boolean }
);

/** `all`: every submission of its tag; `hasApp`: a GitHub App may open the pull request. `undefined`: nothing is lost, or it failed as a whole. */
export const remakeOf = ({ key, state }: TagState, all: readonly TagState[], hasApp: boolean): Remake | undefined => {
  if (!("intent" in state) || state.intent.trial !== undefined || unreadWord(state) !== undefined) return undefined;
  const { intent } = state;
  const lost = lostJobsOf(state);
  if (lost.kind === "unknown")
    return isLostInRucio(state)
      ? { by: "hand", way: wayByHand(intent) ?? "a new version makes all of it again" }
      : undefined;
  const { jobs, asked, step } = lost;
  if (jobs === 0) return undefined;
  const { version } = partsOfKey(key);
  const ones = all.filter((one) => extendsIt(one.state, version));
  const heir = ones.find((one) => !isStopped(one.state.kind)) ?? ones[0];
  if (heir !== undefined) {
    const { version: by } = partsOfKey(heir.key);
    return { step, jobs, by: "version", version: by, isStopped: isStopped(heir.state.kind) };
  }
  // Where nothing was made, the cause comes first: more jobs would fail in the same way.
  if (isStopped(state.kind) && jobs === asked) return undefined;
  const way = wayByHand(intent);
  return way === undefined ? { step, jobs, by: "order", takesComment: hasApp } : { step, jobs, by: "hand", way };
};

const isLostInRucio = (state: SubmissionState): boolean =>
  isSuccess(state.kind) && lacksOutputs(state) && state.past.arrival.wasWhole === true;

/** What a person writes where no order can. */
const wayByHand = (intent: Intent): string | undefined => {
  if (intent.run !== undefined) return "a new version makes all its runs again";
  if (intent.variant === true) return "its request has variants, so write the version that `extends` it by hand";
  const steps = Object.entries(requestOfIntent(intent)?.steps ?? {});
  if (steps.some(([, { table }]) => table !== undefined))
    return "a version whose table has these rows alone makes them";
  return steps.every(([name, step]) => step.in !== undefined || intent.seeds.some((range) => range.step === name))
    ? undefined
    : "a new version makes all of it again, because its jobs have no number of their own";
};
