import { validAs, validateOne, validRun } from "../../cross-checks/check-sources.ts";
import type { Intent, SubmissionKey, TaskSeen } from "../../ledger/event.ts";
import { isUnbound, upstreamKeys } from "../../ledger/input-needs.ts";
import { Failure, orFailure } from "../../problems/failure.ts";
import { meetNeeds } from "../../submission/meet-needs.ts";
import type { Observation } from "../../submission/observation.ts";
import { hasEnded, type Task } from "../../submission/panda-answer.ts";
import type { SubmissionState } from "../../submission/state.ts";
import { onceEach } from "../../text/once.ts";
import type { ProductionSource } from "../../text/source-file.ts";
import { trialRequest } from "../../validate/trial-request.ts";
import { prepare } from "../entering/prepare.ts";
import { lookBack } from "../following/look.ts";
import { observeNeeded } from "../look-up-data.ts";
import { defaultFew } from "../pass-setting.ts";
import { each, fromChance, inState, type Planned, type Planning, withLoaded, withSeen } from "../planned.ts";
import type { Reads } from "../reads.ts";

type WaitingState = Extract<SubmissionState, { readonly kind: "intended" | "waiting" | "blocked" }>;

/** The tasks that a user's submissions wait for, by name. Who asks gets the Failure, if one came. */
type InputTasks = (userName: string) => Promise<ReadonlyMap<string, TaskSeen>>;

type InputPlanning = Reads & Pick<Planning, "setting" | "pandaDate" | "notes" | "chance">;

/**
 * Each task is asked for once, however many submissions wait for it. Where many tasks are waited for, one list of what
 * changed within a day says which of them still run. Asked for by name are those that have ended, those of submissions
 * that are not `waiting`, and a few of the rest, drawn anew in each pass; a few names are asked for without a list. Only
 * an answer by name decides anything; a submission whose task is not asked for waits until a later pass.
 */
const inputTasks = (planning: InputPlanning, waiting: readonly WaitingState[]): InputTasks =>
  onceEach(async (userName: string) => {
    const states = waiting.filter(({ intent }) => intent.panda.userName === userName);
    const names = namesIn(states);
    const few = planning.setting.fewNames ?? defaultFew;
    const listed = names.length <= few ? undefined : await changedWithinDay(planning, userName);
    const moving = new Set((listed ?? []).flatMap(({ name, status }) => (hasEnded(status) ? [] : [name])));
    const ended = new Set((listed ?? []).flatMap(({ name, status }) => (hasEnded(status) ? [name] : [])));
    const first = new Set(namesIn(states.filter(({ kind }) => kind !== "waiting")));
    const isAsked = (name: string): boolean => listed === undefined || ended.has(name) || first.has(name);
    const rest = names.filter((name) => !isAsked(name) && !moving.has(name));
    const asked = [...names.filter(isAsked), ...fromChance(planning.chance, rest).slice(0, few)];
    const tasks = asked.length === 0 ? [] : await planning.panda.tasksNamed(asked, userName);
    return new Map(tasks.toSorted((a, b) => a.id - b.id).map((task) => [task.name, seen(task)]));
  });

const namesIn = (states: readonly WaitingState[]): readonly string[] => [
  ...new Set(
    states.flatMap(({ intent }) =>
      intent.needs.flatMap((need) => (need.kind === "task" && isUnbound(need) ? [need.task] : [])),
    ),
  ),
];

/** `undefined`: there is no such list. */
async function changedWithinDay(
  { panda, pandaDate, notes }: InputPlanning,
  userName: string,
): Promise<readonly Task[] | undefined> {
  if (pandaDate === undefined) return undefined;
  const list = await orFailure(() => panda.tasksChanged(lookBack(pandaDate), userName));
  if (!(list instanceof Failure)) return list.tasks;
  notes.tell(`Tasks that are waited for could not be listed and are asked for by name: ${list.message}`);
  return undefined;
}

const seen = ({ id, name, status, files, finished, failed, dialog }: Task): TaskSeen => ({
  step: "",
  id,
  name,
  status,
  files,
  finished,
  failed,
  dialog,
});

/**
 * What waits for data of others: where all of it is there, it is intended anew with the datasets bound; where some
 * will not come by itself, it is blocked by name. Nothing is sent before.
 */
export async function awaitInputs(planning: Planning, from: Planned): Promise<Planned> {
  return await awaitOthers(planning, await awaitData(planning, from));
}

/** Of data that are looked up by name, as many as a pass can ask for: a few that chance draws, the others later. */
async function awaitData(planning: Planning, from: Planned): Promise<Planned> {
  const waiting = inState(from, waitsForData);
  const drawn = fromChance(planning.chance, waiting).slice(0, maxAsked);
  const seen = await each(planning.notes, drawn, async ({ key, state: { intent } }) => {
    const { reads } = intent;
    const fault = reads === undefined ? undefined : await observeNeeded(planning, reads.place, reads.data);
    return [key, fault ?? ({ kind: "ready" } as const)] as const;
  });
  return withSeen(planning, from, "Data of", seen);
}

/** Each that is not there is a question of its own (RUCIO C5). */
const maxAsked = 200;

/** Whoever may write the ledger can forge what it reads: then it is asked again, by what main holds, before any call. */
const waitsForData = (state: SubmissionState): state is WaitingState =>
  (state.kind === "waiting" || state.kind === "blocked") &&
  state.intent.reads !== undefined &&
  !state.intent.needs.some(isUnbound);

async function awaitOthers(planning: Planning, from: Planned): Promise<Planned> {
  const waiting = inState(from, isWaiting);
  if (waiting.length === 0) return from;
  const upstream = waiting.flatMap(({ state }) =>
    state.intent.needs.flatMap((need) => upstreamKeys(need, state.intent.run)),
  );
  const before = await withLoaded(planning, from, upstream);
  const tasksOf = inputTasks(
    planning,
    waiting.map(({ state }) => state),
  );
  const seen = await each(planning.notes, waiting, async ({ key, state }) => {
    const observation = await observeInputs(planning, before, state, tasksOf);
    if (observation === undefined) return undefined;
    return [[key, observation] as const, ...(observation.kind === "new-intent" ? readersOf(before, observation) : [])];
  });
  return withSeen(planning, before, "Inputs of", seen.flat());
}

/** What is bound is told to those whose data it reads. */
const readersOf = (
  { view }: Planned,
  { intent: { needs, run, tag, version } }: Extract<Observation, { readonly kind: "new-intent" }>,
): readonly (readonly [SubmissionKey, Observation])[] =>
  needs
    .flatMap((need) => upstreamKeys(need, run))
    .filter((key) => view.states.has(key))
    .map((key) => [key, { kind: "read-by", tag, version }]);

const isWaiting = (state: SubmissionState): state is WaitingState =>
  (state.kind === "intended" || state.kind === "waiting" || state.kind === "blocked") &&
  state.intent.needs.some(isUnbound);

/** Tasks of other people are not looked for: PanDA lists those of the user who asks. */
async function observeInputs(
  planning: Planning,
  { view }: Planned,
  { intent }: WaitingState,
  tasksOf: InputTasks,
): Promise<Observation | undefined> {
  const waitsForTask = intent.needs.some((need) => need.kind === "task" && isUnbound(need));
  const tasks = waitsForTask ? await tasksOf(intent.panda.userName) : new Map<string, TaskSeen>();
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
      const valid = validRun(validateOne(await sourceOf(planning, intent)), bound);
      if (valid === undefined) return undefined;
      return { kind: "new-intent", intent: (await prepare(planning, valid, bound)).intent };
    }
  }
}

/** From the commit that the intent names; of a trial, its request as it is tried. */
async function sourceOf(reads: Reads, { trial, validatedAt, folder, tag, version }: Intent): Promise<ProductionSource> {
  if (trial !== undefined) await reads.git.fetch(trial.head, trial.pullRequest);
  const source = await reads.git.production(validatedAt, folder);
  const whole = trial === undefined ? undefined : validAs(validateOne(source), tag);
  const tried =
    trial === undefined || whole === undefined ? undefined : trialRequest(whole.production, source, version, trial);
  return tried?.kind === "made" ? tried.source : source;
}
