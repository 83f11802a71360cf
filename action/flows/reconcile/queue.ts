import type { SubmissionKey } from "../../core/ledger/event.ts";
import { inTurn, type Turn, takesPlace, usualPriority } from "../../core/submission/queue.ts";
import type { SubmissionState } from "../../core/submission/state.ts";
import { onceEach } from "../../core/text/once.ts";
import { decideAndWrite, type KeyedEvent, loadView, namesIn, stateIn, type View } from "../gather/ledger-view.ts";
import type { StandingPromise } from "./derived.ts";
import type { HeldAs } from "./main-now.ts";
import type { Pass } from "./pass.ts";

type OpenPromise = { readonly key: SubmissionKey; readonly state: StandingPromise };

/**
 * Which of them go now, in their order. For the others no place is free, by `atMost` of the request on main: the ledger
 * says once that they wait. The places are those of the ledger when the pass comes here: a second process that submits
 * at the same time may add its own.
 */
export const takeTurns = async (
  pass: Pass,
  from: View,
  sendable: readonly OpenPromise[],
  heldAs: (intent: StandingPromise["intent"]) => Promise<HeldAs>,
): Promise<{ readonly view: View; readonly go: readonly SubmissionKey[] }> => {
  const rulesOf = onceEach(async (version: string) => {
    const one = sendable.find(({ state }) => nameOf(state) === version);
    return one === undefined ? noRules : rulesIn(await heldAs(one.state.intent));
  });
  const waiting = await pass.each(
    sendable,
    async ({ key, state }): Promise<Turn & { key: SubmissionKey }> => ({
      key,
      tag: state.intent.tag,
      ...(await rulesOf(nameOf(state))),
    }),
  );
  const isLimited = waiting.some(({ atMost }) => atMost !== undefined);
  const { go, queued } = inTurn(waiting, isLimited ? await placesTaken(pass, from) : new Map());
  return { view: await sayQueued(pass, from, queued), go: go.map(({ key }) => key) };
};

const nameOf = ({ intent: { tag, version } }: StandingPromise): string => `${tag}/${version}`;

type TurnRules = Pick<Turn, "priority" | "atMost">;
const noRules: TurnRules = { priority: usualPriority, atMost: undefined };

/** What main does not hold, or holds refused, has no rules: it is not submitted either. */
const rulesIn = (held: HeldAs): TurnRules => {
  const [first] = held.kind === "held" ? held.all : [];
  if (first === undefined) return noRules;
  const { steps, request } = first.production;
  return {
    priority: steps.reduce((highest, { priority = usualPriority }) => Math.max(highest, priority), 0),
    atMost: request.runs?.atMost,
  };
};

/** Of all that live: what GitHub could not be asked about in this pass takes its place too. */
const placesTaken = async ({ ports }: Pass, { states }: View): Promise<ReadonlyMap<string, number>> => {
  const live = new Map<SubmissionKey, SubmissionState>([...(await loadView(ports.ledger)).states, ...states]);
  const taken = new Map<string, number>();
  for (const state of live.values())
    if ("intent" in state && takesPlace(state)) taken.set(state.intent.tag, (taken.get(state.intent.tag) ?? 0) + 1);
  return taken;
};

const sayQueued = async (
  pass: Pass,
  from: View,
  queued: readonly (Turn & { readonly key: SubmissionKey })[],
): Promise<View> => {
  const keys = queued.map(({ key }) => key);
  const decide = (at: View) => {
    const events = queued.flatMap(({ key, atMost }): readonly KeyedEvent[] => {
      const state = stateIn(at, key);
      const isNews = (state.kind === "intended" || state.kind === "checked") && state.past.queued !== atMost;
      return isNews && atMost !== undefined ? [[key, { event: "queued", atMost }]] : [];
    });
    return { events, why: `No place is free: ${namesIn(events)}` };
  };
  return (await decideAndWrite(pass.ports, keys, decide, from)).view;
};
