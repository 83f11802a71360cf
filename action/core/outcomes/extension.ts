import { requestOfIntent } from "../cross-checks/facts-of-intent.ts";
import { type Intent, keyOf, partsOfKey, type SubmissionKey } from "../ledger/event.ts";
import { writtenIn } from "../ledger/intended-steps.ts";
import { eventChains } from "../production/event-chains.ts";
import { hasEnded } from "../submission/orders.ts";
import type { SubmissionState } from "../submission/state.ts";
import { isStopped, isSuccess, stateTable } from "../submission/states.ts";
import { counted } from "../text/amounts.ts";
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

/** Jobs of the step that makes events whose results do not exist: they failed for good, or their files are lost. */
export type LostJobs =
  | { readonly kind: "known"; readonly jobs: number }
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
  return made.kind === "unknown" ? made : { kind: "known", jobs: Math.max(0, asked - made.events) };
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

/** The order that makes lost jobs again, for people; empty where nothing is lost, or nobody knows what. */
export const remakeText = (state: SubmissionState): readonly string[] => {
  if (
    !("intent" in state) ||
    extensionFault([{ key: keyOf(state.intent), state }], state.intent.tag, state.intent.version)
  )
    return [];
  const lost = lostJobsOf(state);
  const name = `${state.intent.tag}@${state.intent.version}`;
  if (lost.kind === "unknown" || lost.jobs === 0) return [];
  const gone = `what ${counted(lost.jobs, "job")} of it should have made is not there`;
  return hasTable(state.intent)
    ? [`${gone}: a version whose table has these rows alone makes it`]
    : [
        `${gone}: \`/shrek extend ${name} jobs=${lost.jobs}\` opens the pull request that makes it under new seeds, and in a clone \`shrek extend ${name} --events lost\` writes it`,
      ];
};

/** All rows of a table run with each version, so none is written for a part of them. */
const hasTable = (intent: Intent): boolean =>
  Object.values(requestOfIntent(intent)?.steps ?? {}).some(({ table }) => table !== undefined);
