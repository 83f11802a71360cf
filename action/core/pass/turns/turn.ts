import type { Intent, SubmissionKey } from "../../ledger/event.ts";
import type { Queued } from "../../ledger/queued.ts";
import { Failure, orFailure } from "../../problems/failure.ts";
import { type FirstRuns, firstRunsOf } from "../../production/pilot-runs.ts";
import { defaultPriority } from "../../production/run-row.ts";
import { growthOf } from "../../production/starts.ts";
import { commandedPriority } from "../../submission/pending-command.ts";
import { byTurn, type Turn } from "../../submission/queue.ts";
import { mapping } from "../../text/canonical-json.ts";
import type { OpenIntent } from "../authorization/authorization.ts";
import { isOfTrial } from "../authorization/authorize-trial.ts";
import { type FoundOnMain, findOnMain } from "../authorization/productions-on-main.ts";
import { all, type Moment, type Reads } from "../reads.ts";
import type { View } from "../view.ts";

/** What could be submitted now. */
export type Candidate = { readonly key: SubmissionKey; readonly state: OpenIntent };

/** What a gate holds back, with what the ledger says of it. A Failure: the gate could not ask whether it may go. */
export type Wait = { readonly key: SubmissionKey; readonly why: Queued | Failure };

/** Gives what waits, of those that every gate before it let go. */
export type Gate<T extends Candidate = Candidate> = (
  moment: Moment,
  view: View,
  ones: readonly T[],
) => Promise<readonly Wait[]>;

export type CandidateInTurn = Candidate &
  Turn & {
    /** `undefined`: it waits for no other run of its version. */
    readonly first: FirstRuns | undefined;
    /** The most jobs that begin by themselves on one day; `undefined`: a person began it. */
    readonly perDay: number | undefined;
  };

/** In the order in which they go, with what main says of each; of a version that main cannot be asked about, all wait. */
export async function inTurnOnMain(
  reads: Reads,
  mainHead: string,
  ones: readonly Candidate[],
): Promise<{ readonly turns: readonly CandidateInTurn[]; readonly unknown: readonly Wait[] }> {
  const rulesOf = await rulesByVersion(reads, mainHead, ones);
  const unknown: Wait[] = [];
  const turns = ones.flatMap(({ key, state }): readonly CandidateInTurn[] => {
    const rules = rulesOf(state);
    if (rules instanceof Failure) {
      unknown.push({ key, why: rules });
      return [];
    }
    const { tag, run } = state.intent;
    const own = run === undefined ? undefined : rules.priorities.get(run);
    const priority = commandedPriority(state.past.pendingCommands) ?? own ?? rules.priority;
    const [first, perDay] = isOfTrial(state) ? [] : [rules.first, rules.perDay];
    return [{ key, state, tag, priority, atMost: rules.atMost, first, perDay }];
  });
  return { turns: turns.toSorted(byTurn), unknown };
}

/** What main says of each version, by the first intent of it: thousands of runs wait by one answer. */
async function rulesByVersion(
  reads: Reads,
  mainHead: string,
  ones: readonly Candidate[],
): Promise<(state: OpenIntent) => TurnRules | Failure> {
  const find = findOnMain(reads, mainHead);
  const firstOf = new Map<string, OpenIntent>();
  for (const { state } of ones)
    if (!isByIntent(state) && !firstOf.has(intendedVersion(state))) firstOf.set(intendedVersion(state), state);
  const found = await all(
    [...firstOf].map(async ([version, { intent }]) => {
      const one = await orFailure(() => find(intent));
      return [version, one instanceof Failure ? one : rulesIn(one)] as const;
    }),
  );
  const rules = new Map(found);
  return (state) =>
    isByIntent(state)
      ? { ...noRules, priority: intendedPriority(state.intent) }
      : (rules.get(intendedVersion(state)) ?? noRules);
}

/** A production without runs goes by its intent alone. */
const isByIntent = ({ intent }: OpenIntent): boolean => intent.run === undefined && intent.trial === undefined;

export const intendedVersion = ({ intent: { tag, version } }: OpenIntent): string => `${tag}/${version}`;

type TurnRules = Pick<CandidateInTurn, "priority" | "atMost" | "first" | "perDay"> & {
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
