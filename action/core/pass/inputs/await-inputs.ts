import { acceptedAs, acceptedRun, validateOne } from "../../cross-checks/check-sources.ts";
import type { Intent, SubmissionKey, TaskSeen } from "../../ledger/event.ts";
import { isUnbound, upstreamKeys } from "../../ledger/input-needs.ts";
import { meetNeeds } from "../../submission/meet-needs.ts";
import type { Observation } from "../../submission/observation.ts";
import type { SubmissionState } from "../../submission/state.ts";
import type { ProductionSource } from "../../text/source-file.ts";
import { trialRequest } from "../../validate/trial-request.ts";
import { type Asking, ask } from "../asking.ts";
import { prepare } from "../entering/prepare.ts";
import { observeNeeded } from "../look-up-data.ts";
import { each, inState, type Planned, type Planning, withLoaded, withSeen } from "../planned.ts";
import { type InputTasks, inputTasks, type WaitingState } from "./input-tasks.ts";

/**
 * What waits for data of others: where all of it is there, it is promised anew with the datasets bound; where some
 * will not come by itself, it is blocked by name. Nothing is sent before.
 */
export function* awaitInputs(planning: Planning, from: Planned): Asking<Planned> {
  return yield* awaitOthers(planning, yield* awaitData(planning, from));
}

/** Of data that are looked up by name, as many as a pass can ask for: a few that chance draws, the others later. */
function* awaitData(planning: Planning, from: Planned): Asking<Planned> {
  const waiting = inState(from, waitsForData);
  const begin = planning.chance % Math.max(1, waiting.length);
  const drawn = [...waiting.slice(begin), ...waiting.slice(0, begin)].slice(0, mostAsked);
  const seen = yield* each(planning.notes, drawn, function* ({ key, state: { intent } }) {
    const { reads } = intent;
    const fault = reads === undefined ? undefined : yield* observeNeeded(reads.place, reads.data);
    return [key, fault ?? ({ kind: "ready" } as const)] as const;
  });
  return withSeen(planning, from, "Data of", seen);
}

/** Each that is not there is a question of its own (RUCIO C5). */
const mostAsked = 200;

/** Whoever may write the ledger can forge what it reads: then it is asked again, by what main holds, before any call. */
const waitsForData = (state: SubmissionState): state is WaitingState =>
  (state.kind === "waiting" || state.kind === "blocked") &&
  state.intent.reads !== undefined &&
  !state.intent.needs.some(isUnbound);

function* awaitOthers(planning: Planning, from: Planned): Asking<Planned> {
  const waiting = inState(from, isWaiting);
  if (waiting.length === 0) return from;
  const upstream = waiting.flatMap(({ state }) =>
    state.intent.needs.flatMap((need) => upstreamKeys(need, state.intent.run)),
  );
  const before = yield* withLoaded(from, upstream);
  const tasksOf = inputTasks(
    planning,
    waiting.map(({ state }) => state),
  );
  const seen = yield* each(planning.notes, waiting, function* ({ key, state }) {
    const observation = yield* observeInputs(planning, before, state, tasksOf);
    if (observation === undefined) return undefined;
    return [[key, observation] as const, ...(observation.kind === "promised" ? readersOf(before, observation) : [])];
  });
  return withSeen(planning, before, "Inputs of", seen.flat());
}

/** What is bound is told to those whose data it reads. */
const readersOf = (
  { view }: Planned,
  { intent: { needs, run, tag, version } }: Extract<Observation, { readonly kind: "promised" }>,
): readonly (readonly [SubmissionKey, Observation])[] =>
  needs
    .flatMap((need) => upstreamKeys(need, run))
    .filter((key) => view.states.has(key))
    .map((key) => [key, { kind: "read-by", tag, version }]);

const isWaiting = (state: SubmissionState): state is WaitingState =>
  (state.kind === "intended" || state.kind === "waiting" || state.kind === "blocked") &&
  state.intent.needs.some(isUnbound);

/** Tasks of other people are not looked for: PanDA lists those of the user who asks. */
function* observeInputs(
  planning: Planning,
  { view }: Planned,
  { intent }: WaitingState,
  tasksOf: InputTasks,
): Asking<Observation | undefined> {
  const waitsForTask = intent.needs.some((need) => need.kind === "task" && isUnbound(need));
  const tasks = waitsForTask ? yield* tasksOf(intent.panda.userName) : new Map<string, TaskSeen>();
  const met = meetNeeds(intent.needs, (need) => ({
    upstream: upstreamKeys(need, intent.run)
      .flatMap((key) => view.states.get(key) ?? [])
      .find(({ kind }) => kind !== "none"),
    task: need.kind === "task" ? tasks.get(need.task) : undefined,
  }));
  switch (met.kind) {
    case "missing":
      return { kind: "inputs-missing", inputs: met.inputs };
    case "lost":
      return { kind: "upstream-lost", reason: met.reason };
    case "met": {
      const bound = { ...intent, needs: met.needs };
      const accepted = acceptedRun(validateOne(yield* sourceOf(intent)), bound);
      if (accepted === undefined) return undefined;
      return { kind: "promised", intent: (yield* prepare(planning, accepted, bound)).intent };
    }
  }
}

/** From the commit that the promise names; of a trial, its request as it is tried. */
function* sourceOf({ trial, validatedAt, folder, tag, version }: Intent): Asking<ProductionSource> {
  if (trial !== undefined) yield* ask({ ask: "bring", head: trial.head, pullRequest: trial.pullRequest });
  const source = yield* ask({ ask: "production", at: validatedAt, folder });
  const whole = trial === undefined ? undefined : acceptedAs(validateOne(source), tag);
  const tried =
    trial === undefined || whole === undefined ? undefined : trialRequest(whole.production, source, version, trial);
  return tried?.kind === "made" ? tried.source : source;
}
