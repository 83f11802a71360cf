import type { Intent, SubmissionKey } from "../../ledger/event.ts";
import { isUnbound } from "../../ledger/input-needs.ts";
import type { Queued } from "../../ledger/queued.ts";
import { describeError, Failure, orFailure } from "../../problems/failure.ts";
import { type FirstRuns, firstRunsOf } from "../../production/pilot-runs.ts";
import { defaultPriority } from "../../production/run-row.ts";
import { growthOf } from "../../production/starts.ts";
import { commandedPriority } from "../../submission/pending-command.ts";
import { inTurn, type Turn, takesPlace } from "../../submission/queue.ts";
import type { SubmissionState } from "../../submission/state.ts";
import { mapping } from "../../text/canonical-json.ts";
import type { OpenIntent } from "../authorization/authorization.ts";
import { isOfTrial } from "../authorization/authorize-trial.ts";
import { type FoundOnMain, findOnMain } from "../authorization/productions-on-main.ts";
import { inState, type Planned, type Planning, withSeen } from "../planned.ts";
import { all, type Reads } from "../reads.ts";
import type { View } from "../view.ts";
import { withinJobs } from "./at-panda.ts";
import { withinDay } from "./day-ceiling.ts";
import { apartHeld } from "./held-by-rules.ts";
import { limitGate } from "./limit-gate.ts";
import { amongFirst } from "./pilot-runs.ts";

/**
 * Which of those that could be submitted go now, in their order. The others wait for a freeze to end, for a site, in
 * their campaign, for the first runs of their version, for another day or for a place, by the request and the conventions
 * on main: the ledger says once that they wait. The places are those of the ledger as it is planned on: a second process
 * that submits at the same time may add its own.
 */
export async function takeTurns(
  planning: Planning,
  from: Planned,
): Promise<{ readonly planned: Planned; readonly go: readonly SubmissionKey[] }> {
  const { go: allowed, held: byRules } = await apartHeld(planning, inState(from, isSendable));
  const { go: sendable, held: overLimits } = await limitGate(planning, planning.notes)(from.view, allowed);
  const rulesOf = await rulesByVersion(planning, planning.mainHead, sendable);
  const waiting = sendable.flatMap(({ key, state }) => {
    const rules = isByIntent(state) ? { ...noRules, priority: intendedPriority(state.intent) } : rulesOf(state);
    if (rules instanceof Failure) {
      planning.notes.trouble(key, describeError(rules));
      return [];
    }
    const { priority, priorities, atMost, first, perDay } = rules;
    const { tag, run } = state.intent;
    const own = run === undefined ? undefined : priorities.get(run);
    const commanded = commandedPriority(state.past.pendingCommands);
    const ofRelease = isOfTrial(state) ? {} : { first, perDay };
    return [
      {
        key,
        state,
        tag,
        atMost,
        priority: commanded ?? own ?? priority,
        first: undefined,
        perDay: undefined,
        ...ofRelease,
      },
    ];
  });
  const first = await amongFirst(planning, planning.notes, from.view, waiting);
  const today = await withinDay(planning, { ...planning.notes, now: planning.now }, from.view, first.go);
  const isLimited = today.go.some(({ atMost }) => atMost !== undefined);
  const { go: inOrder, queued } = inTurn(today.go, isLimited ? slotsInUse(from.view) : new Map());
  const { go, held: withoutPlace } = await withinJobs(planning, planning.mainHead, from.view, inOrder);
  const wait = [
    ...[...byRules, ...overLimits, ...withoutPlace].map(({ key, why }): Waits => ({ key, why })),
    ...first.held.flatMap((one): readonly Waits[] =>
      one.first === undefined ? [] : [{ key: one.key, why: { first: one.first, lost: one.lost } }],
    ),
    ...today.held.map(({ key, startsPerDay }): Waits => ({ key, why: { startsPerDay } })),
    ...queued.flatMap(({ key, atMost }): readonly Waits[] => (atMost === undefined ? [] : [{ key, why: { atMost } }])),
  ];
  const seen = wait.map(({ key, why }) => [key, { kind: "queued", why }] as const);
  return { planned: withSeen(planning, from, "Not yet:", seen), go: go.map(({ key }) => key) };
}

/** What main says of each version, by the first intent of it: thousands of runs wait by one answer. */
async function rulesByVersion(
  reads: Reads,
  mainHead: string,
  sendable: readonly { readonly state: Sendable }[],
): Promise<(state: Sendable) => TurnRules | Failure> {
  const find = findOnMain(reads, mainHead);
  const firstOf = new Map<string, Sendable>();
  for (const { state } of sendable)
    if (!isByIntent(state) && !firstOf.has(versionOf(state))) firstOf.set(versionOf(state), state);
  const found = await all(
    [...firstOf].map(async ([version, { intent }]) => {
      const one = await orFailure(() => find(intent));
      return [version, one instanceof Failure ? one : rulesIn(one)] as const;
    }),
  );
  const rules = new Map(found);
  return (state) => rules.get(versionOf(state)) ?? noRules;
}

/** A production without runs goes by its intent alone. */
const isByIntent = ({ intent }: Sendable): boolean => intent.run === undefined && intent.trial === undefined;

type Waits = { readonly key: SubmissionKey; readonly why: Queued };
export type Sendable = Extract<SubmissionState, { readonly kind: "intended" | "checked" }>;

/** An intent whose inputs are not bound waits, whatever its state says. */
export const isSendable = (state: SubmissionState): state is Sendable =>
  state.kind === "checked" || (state.kind === "intended" && !state.intent.needs.some(isUnbound));

const versionOf = ({ intent: { tag, version } }: OpenIntent): string => `${tag}/${version}`;

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

/**
 * The highest priority of its steps, as it was intended: of a production without runs all that says when it goes is
 * content, and main holds the same content at the call. So thousands that wait need not be validated to be put in order.
 */
export const intendedPriority = ({ content: { request } }: Pick<Intent, "content">): number => {
  const { steps, defaults } = mapping(request);
  return Object.values(mapping(steps)).reduce((highest: number, step) => {
    const priority = mapping(step)["priority"] ?? mapping(defaults)["priority"] ?? defaultPriority;
    return typeof priority === "number" ? Math.max(highest, priority) : highest;
  }, 0);
};
