import type { SubmissionKey } from "../../ledger/event.ts";
import { isUnbound } from "../../ledger/input-needs.ts";
import type { Queued } from "../../ledger/queued.ts";
import { type FirstRuns, firstRunsOf } from "../../production/pilot-runs.ts";
import { defaultPriority } from "../../production/run-row.ts";
import { growthOf } from "../../production/starts.ts";
import { inTurn, type Turn, takesPlace } from "../../submission/queue.ts";
import type { SubmissionState } from "../../submission/state.ts";
import type { Asking } from "../asking.ts";
import type { OpenIntent } from "../authorization/authorization.ts";
import { isTrialPromise } from "../authorization/authorize-trial.ts";
import { type FoundOnMain, findOnMain } from "../authorization/productions-on-main.ts";
import { each, inState, type Planned, type Planning, withSeen } from "../planned.ts";
import { sharedEach } from "../shared.ts";
import type { View } from "../view.ts";
import { withinDay } from "./day-ceiling.ts";
import { amongFirst } from "./pilot-runs.ts";
import { promisedPriority } from "./promised-priority.ts";

/**
 * Which of those that could be submitted go now, in their order. The others wait for the first runs of their version, for
 * another day or for a place, by the request and the conventions on main: the ledger says once that they wait. The places are those
 * of the ledger as it is planned on: a second process that submits at the same time may add its own.
 */
export function* takeTurns(
  planning: Planning,
  from: Planned,
): Asking<{ readonly planned: Planned; readonly go: readonly SubmissionKey[] }> {
  const sendable = inState(from, isSendable);
  const find = findOnMain(planning.mainHead);
  const firstOf = new Map(sendable.toReversed().map((one) => [versionOf(one.state), one]));
  const rulesOf = sharedEach(function* (version: string): Asking<TurnRules> {
    const one = firstOf.get(version);
    return one === undefined ? noRules : rulesIn(yield* find(one.state.intent));
  });
  function* turnOf({ intent }: Sendable): Asking<TurnRules> {
    if (intent.run === undefined && intent.trial === undefined)
      return { ...noRules, priority: promisedPriority(intent) };
    return yield* rulesOf(versionOf({ intent }));
  }
  const waiting = yield* each(planning.notes, sendable, function* ({ key, state }) {
    const { priority, priorities, atMost, first, perDay } = yield* turnOf(state);
    const { tag, run } = state.intent;
    const own = run === undefined ? undefined : priorities.get(run);
    const ofRelease = isTrialPromise(state) ? {} : { first, perDay };
    return { key, state, tag, atMost, priority: own ?? priority, first: undefined, perDay: undefined, ...ofRelease };
  });
  const first = yield* amongFirst(planning.notes, from.view, waiting);
  const today = yield* withinDay({ ...planning.notes, now: planning.now }, from.view, first.go);
  const isLimited = today.go.some(({ atMost }) => atMost !== undefined);
  const { go, queued } = inTurn(today.go, isLimited ? slotsInUse(from.view) : new Map());
  const wait = [
    ...first.held.flatMap((one): readonly Waits[] =>
      one.first === undefined ? [] : [{ key: one.key, why: { first: one.first, lost: one.lost } }],
    ),
    ...today.held.map(({ key, startsPerDay }): Waits => ({ key, why: { startsPerDay } })),
    ...queued.flatMap(({ key, atMost }): readonly Waits[] => (atMost === undefined ? [] : [{ key, why: { atMost } }])),
  ];
  const seen = wait.map(({ key, why }) => [key, { kind: "queued", why }] as const);
  return { planned: withSeen(planning, from, "Not yet:", seen), go: go.map(({ key }) => key) };
}

type Waits = { readonly key: SubmissionKey; readonly why: Queued };
export type Sendable = Extract<SubmissionState, { readonly kind: "intended" | "checked" }>;

/** An intent whose inputs are not bound waits, whatever its state says. */
export const isSendable = (state: SubmissionState): state is Sendable =>
  state.kind === "checked" || (state.kind === "intended" && !state.intent.needs.some(isUnbound));

const versionOf = ({ intent: { tag, version } }: Pick<OpenIntent, "intent">): string => `${tag}/${version}`;

type TurnRules = Pick<Turn, "priority" | "atMost"> & {
  readonly first: FirstRuns | undefined;
  /** Most jobs that begin by themselves on one day. */
  readonly perDay: number | undefined;
  /** Of runs whose line says one. */
  readonly priorities: ReadonlyMap<number, number>;
};
const noRules: TurnRules = {
  priority: defaultPriority,
  atMost: undefined,
  first: undefined,
  perDay: undefined,
  priorities: new Map(),
};

/** What main does not hold, or holds refused, has no rules: it is not submitted either. */
const rulesIn = (found: FoundOnMain): TurnRules => {
  const [first] = found.kind === "held" ? found.all : [];
  if (first === undefined) return noRules;
  const { steps, request, runs = [] } = first.production;
  return {
    priority: steps.reduce((highest, { priority = defaultPriority }) => Math.max(highest, priority), 0),
    atMost: request.runs?.atMost,
    first: firstRunsOf(request),
    perDay: growthOf(first.production)?.jobsPerDay,
    priorities: new Map(runs.flatMap(({ run, priority }) => (priority === undefined ? [] : [[run, priority]]))),
  };
};

/** Of all that live: what GitHub could not be asked about in this pass takes its place too. */
const slotsInUse = ({ states }: View): ReadonlyMap<string, number> => {
  const taken = new Map<string, number>();
  for (const state of states.values())
    if ("intent" in state && takesPlace(state)) taken.set(state.intent.tag, (taken.get(state.intent.tag) ?? 0) + 1);
  return taken;
};
