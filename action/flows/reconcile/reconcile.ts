import type { SubmissionKey } from "../../core/ledger/event.ts";
import { isUnbound } from "../../core/ledger/input-needs.ts";
import { Failure } from "../../core/problems/failure.ts";
import { compareText, type Problem, refuses } from "../../core/problems/problem.ts";
import type { Context, Observation } from "../../core/submission/observation.ts";
import { isLive, needsPerson, type SubmissionState } from "../../core/submission/state.ts";
import { describeState } from "../../core/view/state-words.ts";
import { loadView, type View } from "../gather/ledger-view.ts";
import { awaitInputs } from "./await-inputs.ts";
import { decideEntries, enterMain } from "./enter-main.ts";
import { look } from "./look.ts";
import { obey } from "./obey.ts";
import { keepPacked } from "./packed.ts";
import { poll } from "./poll.ts";
import type { Pass, ReconcilePorts, Setting } from "./ports.ts";
import { makeTags } from "./tags.ts";
import { record, submitWave, waveSize } from "./wave.ts";

export type Reconciled = {
  /** All that were live when the pass began, and all that are now. */
  readonly submissions: readonly { readonly key: SubmissionKey; readonly state: SubmissionState }[];
  /** Requests on main that the judge refuses. */
  readonly problems: readonly Problem[];
  /** What kept a submission from its next step, by submission; tried again by the next pass. */
  readonly troubles: ReadonlyMap<SubmissionKey, string>;
  readonly rewritten: boolean;
  /** A dry run's list of what it would write and do. */
  readonly would: readonly string[];
};

/** Whether a person has to do something. Waiting and doubt are not that. */
export const asksForPerson = ({ submissions, problems, rewritten }: Reconciled): boolean =>
  rewritten || refuses(problems) || submissions.some(({ state }) => needsPerson(state.kind));

/**
 * Compares main, ledger and PanDA, and does what is missing. Safe to run at any time, any number of times, by any
 * number of processes: every step is decided from the ledger as it stands and written only if it still stands so.
 */
export const reconcile = async (ports: ReconcilePorts, setting: Setting): Promise<Reconciled> => {
  const own: Pass = { ...setting, packed: keepPacked(), made: new Map() };
  const context: Context = {
    owner: { run: setting.run, nonce: Buffer.from(ports.clock.random(16)).toString("hex") },
  };
  await ports.ledger.head();
  const { date } = await ports.panda.health();
  const mainHead = await ports.main.head();
  if (setting.dryRun) return foresee(ports, own, mainHead);
  const { view, entered } = await enterMain(ports, own, mainHead);

  const troubles = new Map<SubmissionKey, string>();
  const followed = await followUp(ports, context, view, date, troubles);
  const supplied = await awaitInputs(ports, own, context, followed, troubles);
  const obeyed = await obey(ports, setting, supplied, troubles);
  if (!entered.rewritten) await submitAll(ports, own, context, obeyed, troubles);
  const after = await loadView(ports.ledger, [...view.states.keys()]);
  return { ...resultOf(after), problems: entered.problems, troubles, rewritten: entered.rewritten, would: [] };
};

/** Reads only: what others left in doubt is looked for, what runs is polled. */
const followUp = async (
  ports: ReconcilePorts,
  context: Context,
  from: View,
  date: Date,
  troubles: Map<SubmissionKey, string>,
): Promise<View> => {
  const view = await record(
    ports,
    context,
    from,
    observed(from, ({ kind }) => (kind === "checking" || kind === "submitting" ? { kind: "orphaned" } : undefined)),
    "In doubt:",
  );

  const seen = new Map<SubmissionKey, Observation>();
  await Promise.all(
    [...view.states].map(async ([key, state]) => {
      try {
        const observation = await observe(ports, view, state, date.toISOString());
        if (observation !== undefined) seen.set(key, observation);
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        troubles.set(key, error.message);
      }
    }),
  );
  return record(ports, context, view, seen, "Seen at PanDA:");
};

const observed = (
  view: View,
  see: (state: SubmissionState) => Observation | undefined,
): ReadonlyMap<SubmissionKey, Observation> =>
  new Map(
    [...view.states].flatMap(([key, state]) => {
      const observation = see(state);
      return observation === undefined ? [] : [[key, observation] as const];
    }),
  );

const observe = async (
  ports: ReconcilePorts,
  view: View,
  state: SubmissionState,
  pandaDate: string,
): Promise<Observation | undefined> => {
  if (state.kind === "in-doubt") return look(ports, view.head, state.intent, state.attempt, state.names);
  if (state.kind === "abandoned") return { kind: "ready" };
  return "request" in state && state.kind !== "duplicate-suspected" && state.kind !== "broken"
    ? poll(ports, view.head, state, pandaDate)
    : undefined;
};

/** Wave by wave until nothing is left that could be submitted now. What a wave could not move waits for the next pass. */
const submitAll = async (
  ports: ReconcilePorts,
  pass: Pass,
  context: Context,
  from: View,
  troubles: Map<SubmissionKey, string>,
): Promise<void> => {
  const tried = new Set<SubmissionKey>();
  await makeTags(
    ports,
    pass,
    [...from.states.values()].flatMap((state) => (isSendable(state) && "intent" in state ? [state.intent] : [])),
  );
  for (let view = from; ; ) {
    const waiting = [...view.states].filter(([key, state]) => isSendable(state) && !tried.has(key)).map(([key]) => key);
    const wave = waiting.toSorted(compareText).slice(0, waveSize);
    if (wave.length === 0) return;
    for (const key of wave) tried.add(key);
    view = await submitWave(ports, pass, context, view, wave, troubles);
  }
};

/** An intent whose inputs are not bound waits, whatever its state says. */
const isSendable = (state: SubmissionState): boolean =>
  state.kind === "checked" || (state.kind === "intended" && !state.intent.needs.some(isUnbound));

const resultOf = (view: View): Pick<Reconciled, "submissions"> => ({
  submissions: [...view.states].map(([key, state]) => ({ key, state })).toSorted((a, b) => compareText(a.key, b.key)),
});

/** A dry run: the same decisions, and nothing written or called. */
const foresee = async (ports: ReconcilePorts, setting: Pass, mainHead: string): Promise<Reconciled> => {
  const view = await loadView(ports.ledger);
  const { events, problems, rewritten } = await decideEntries(ports, setting, view, mainHead);
  const entries = events.map(([key, event]) =>
    event.event === "skipped" ? `${key}: enter as skipped, ${event.reason}` : `${key}: enter as ${event.event}`,
  );
  const live = [...view.states]
    .filter(([, state]) => isLive(state))
    .map(([key, state]) => `${key}: ${state.kind}, ${describeState(state)}`);
  return { ...resultOf(view), problems, troubles: new Map(), rewritten, would: [...entries, ...live] };
};
