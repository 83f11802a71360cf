import type { SubmissionKey } from "../../core/ledger/event.ts";
import type { Queued } from "../../core/ledger/queued.ts";
import type { OpenIntent } from "../../core/pass/authorization/authorization.ts";
import { isTrialPromise } from "../../core/pass/authorization/authorize-trial.ts";
import type { FindOnMain, FoundOnMain } from "../../core/pass/authorization/productions-on-main.ts";
import { sharedEach } from "../../core/pass/shared.ts";
import { type KeyedEvent, namesIn, stateIn, type View } from "../../core/pass/view.ts";
import { type FirstRuns, firstRunsOf } from "../../core/production/pilot-runs.ts";
import { defaultPriority } from "../../core/production/run-row.ts";
import { next } from "../../core/submission/next.ts";
import { inTurn, type Turn, takesPlace } from "../../core/submission/queue.ts";
import type { SubmissionState } from "../../core/submission/state.ts";
import { decideAndWrite, loadView } from "../ledger-access/ledger-view.ts";
import { decideEach } from "./decide-each.ts";
import { amongFirst } from "./first-runs.ts";
import type { Pass } from "./pass.ts";

type OpenPromise = { readonly key: SubmissionKey; readonly state: OpenIntent };

/**
 * Which of them go now, in their order. The others wait for the first runs of their version, or for a place, by `first`
 * and `atMost` of the request on main: the ledger says once that they wait. The places are those of the ledger when the
 * pass comes here: a second process that submits at the same time may add its own.
 */
export const takeTurns = async (
  pass: Pass,
  from: View,
  sendable: readonly OpenPromise[],
  find: FindOnMain,
): Promise<{ readonly view: View; readonly go: readonly SubmissionKey[] }> => {
  const rulesOf = sharedEach(function* (version: string) {
    const one = sendable.find(({ state }) => versionOfPromise(state) === version);
    return one === undefined ? noRules : rulesIn(yield* find(one.state.intent));
  });
  const waiting = await decideEach(pass, sendable, function* ({ key, state }) {
    const { priority, priorities, atMost, first } = yield* rulesOf(versionOfPromise(state));
    const { tag, run } = state.intent;
    return {
      ...{ key, state, tag, atMost, priority: (run === undefined ? undefined : priorities.get(run)) ?? priority },
      first: isTrialPromise(state) ? undefined : first,
    };
  });
  const first = await amongFirst(pass, from, waiting);
  const isLimited = first.go.some(({ atMost }) => atMost !== undefined);
  const { go, queued } = inTurn(first.go, isLimited ? await slotsInUse(pass, from) : new Map());
  const wait = [
    ...first.held.flatMap((one): readonly Waits[] =>
      one.first === undefined ? [] : [{ key: one.key, why: { first: one.first, lost: one.lost } }],
    ),
    ...queued.flatMap(({ key, atMost }): readonly Waits[] => (atMost === undefined ? [] : [{ key, why: { atMost } }])),
  ];
  return { view: await sayQueued(pass, from, wait), go: go.map(({ key }) => key) };
};

const versionOfPromise = ({ intent: { tag, version } }: OpenIntent): string => `${tag}/${version}`;

type TurnRules = Pick<Turn, "priority" | "atMost"> & {
  readonly first: FirstRuns | undefined;
  /** Of runs whose line says one. */
  readonly priorities: ReadonlyMap<number, number>;
};
const noRules: TurnRules = { priority: defaultPriority, atMost: undefined, first: undefined, priorities: new Map() };

/** What main does not hold, or holds refused, has no rules: it is not submitted either. */
const rulesIn = (held: FoundOnMain): TurnRules => {
  const [first] = held.kind === "held" ? held.all : [];
  if (first === undefined) return noRules;
  const { steps, request, runs = [] } = first.production;
  return {
    priority: steps.reduce((highest, { priority = defaultPriority }) => Math.max(highest, priority), 0),
    atMost: request.runs?.atMost,
    first: firstRunsOf(request),
    priorities: new Map(runs.flatMap(({ run, priority }) => (priority === undefined ? [] : [[run, priority]]))),
  };
};

/** Of all that live: what GitHub could not be asked about in this pass takes its place too. */
const slotsInUse = async ({ ports }: Pass, { states }: View): Promise<ReadonlyMap<string, number>> => {
  const live = new Map<SubmissionKey, SubmissionState>([...(await loadView(ports.ledger)).states, ...states]);
  const taken = new Map<string, number>();
  for (const state of live.values())
    if ("intent" in state && takesPlace(state)) taken.set(state.intent.tag, (taken.get(state.intent.tag) ?? 0) + 1);
  return taken;
};

type Waits = { readonly key: SubmissionKey; readonly why: Queued };

const sayQueued = async (pass: Pass, from: View, wait: readonly Waits[]): Promise<View> => {
  const decide = (at: View) => {
    const events = wait.flatMap(({ key, why }) =>
      next(stateIn(at, key), { kind: "queued", why }, pass.context).events.map((event): KeyedEvent => [key, event]),
    );
    return { events, why: `Not yet: ${namesIn(events)}` };
  };
  const keys = wait.map(({ key }) => key);
  return (await decideAndWrite(pass.ports, keys, decide, from)).view;
};
