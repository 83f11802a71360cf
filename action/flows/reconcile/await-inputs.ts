import { acceptedAs, validateOne } from "../../core/cross-checks/check-sources.ts";
import type { Intent, SubmissionKey, TaskSeen } from "../../core/ledger/event.ts";
import { isUnbound, upstreamKeys } from "../../core/ledger/input-needs.ts";
import { type View } from "../../core/pass/view.ts";
import { meetNeeds } from "../../core/submission/meet-needs.ts";
import type { Observation } from "../../core/submission/observation.ts";
import type { PandaDate } from "../../core/submission/panda-clock.ts";
import type { SubmissionState } from "../../core/submission/state.ts";
import type { ProductionSource } from "../../core/text/source-file.ts";
import { trialRequest } from "../../core/validate/trial-request.ts";
import { loadView } from "../ledger-access/ledger-view.ts";
import { type InputTasks, inputTasks, type WaitingState } from "./list-inputs.ts";
import type { Pass } from "./pass.ts";
import { prepareAgain } from "./prepare.ts";
import { record } from "./record.ts";

/**
 * What waits for data of others: where all of it is there, it is promised anew with the datasets bound; where some
 * will not come by itself, it is blocked by name. Nothing is sent before.
 */
export const awaitInputs = async (pass: Pass, view: View, pandaDate: PandaDate): Promise<View> => {
  const waiting = [...view.states].flatMap(([key, state]) => (isWaiting(state) ? [{ key, state }] : []));
  if (waiting.length === 0) return view;
  const known = await loadView(
    pass.ports.ledger,
    waiting.flatMap(({ state }) => state.intent.needs.flatMap((need) => upstreamKeys(need, state.intent.run))),
  );
  const tasksOf = inputTasks(
    pass,
    waiting.map(({ state }) => state),
    pandaDate,
  );
  const seen = new Map<SubmissionKey, Observation>();
  for (const { key, state } of waiting) {
    const observation = await pass.attempt(key, () => observeInputs(pass, known, state, tasksOf));
    if (observation !== undefined) seen.set(key, observation);
  }
  return record(pass, known, seen, "Inputs of");
};

const isWaiting = (state: SubmissionState): state is WaitingState =>
  (state.kind === "intended" || state.kind === "waiting" || state.kind === "blocked") &&
  state.intent.needs.some(isUnbound);

/** Tasks of other people are not looked for: PanDA lists those of the user who asks. */
const observeInputs = async (
  pass: Pass,
  view: View,
  { intent }: WaitingState,
  tasksOf: InputTasks,
): Promise<Observation | undefined> => {
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
      const source = () => sourcePromised(pass, intent);
      const prepared = await prepareAgain(pass, view.head, { ...intent, needs: met.needs }, source);
      return prepared === undefined ? undefined : { kind: "promised", intent: prepared.intent };
    }
  }
};

/** Of a trial, its request as it is tried. */
const sourcePromised = async ({ ports: { main } }: Pass, intent: Intent): Promise<ProductionSource> => {
  const { trial, validatedAt, folder, tag, version } = intent;
  if (trial !== undefined) await main.bring(trial.head, trial.pullRequest);
  const source = await main.at(validatedAt).production(folder);
  const whole = trial === undefined ? undefined : acceptedAs(validateOne(source), tag);
  const tried =
    trial === undefined || whole === undefined ? undefined : trialRequest(whole.production, source, version, trial);
  return tried?.kind === "made" ? tried.source : source;
};
