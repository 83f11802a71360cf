import { isTrial } from "../../conventions/trial.ts";
import { partsOfKey } from "../../ledger/event.ts";
import { eventsOf, readsNothing } from "../../ledger/intended-steps.ts";
import { isSuccess, stateTable } from "../../submission/states.ts";
import { cardOf } from "../ledger/card.ts";
import type { Amount, CampaignRow } from "./site-data.ts";
import { campaignOf, type WholeSubmission } from "./site-row.ts";

const nothing: Amount = { submissions: 0, events: 0, unknown: 0 };

/** What one submission asks for, and what of it is there: of a version that was given up or replaced, nothing. */
export const campaignRowOf = (one: WholeSubmission): CampaignRow => {
  const { key, state } = one;
  const { tag, version } = partsOfKey(key);
  const counts = "intent" in state && !isTrial(version) && stateTable[state.kind].phase !== "ended";
  return {
    campaign: campaignOf(tag),
    states: { [state.kind]: 1 },
    requested: counts ? requestedOf(one) : nothing,
    delivered: counts && isSuccess(state.kind) ? deliveredOf(one) : nothing,
  };
};

const amountOf = (events: readonly (number | null)[]): Amount => ({
  submissions: 1,
  events: events.reduce<number>((all, some) => all + (some ?? 0), 0),
  unknown: events.length === 0 || events.includes(null) ? 1 : 0,
});

const requestedOf = ({ state }: WholeSubmission): Amount => {
  if (!("intent" in state)) return nothing;
  const { intent } = state;
  const sources = intent.steps.filter((step) => readsNothing(intent, step));
  return amountOf(sources.map((step) => eventsOf(intent, step)?.all ?? null));
};

const deliveredOf = ({ key, state }: WholeSubmission): Amount => {
  const steps = cardOf(key, state)?.steps ?? [];
  const sources = steps.filter(({ step }) => "intent" in state && readsNothing(state.intent, step));
  return amountOf(sources.map(({ eventsMade }) => eventsMade));
};

export const addCampaigns = (a: CampaignRow | undefined, b: CampaignRow): CampaignRow => {
  if (a === undefined) return b;
  const states = { ...a.states };
  for (const [state, count] of Object.entries(b.states)) states[state] = (states[state] ?? 0) + count;
  return { ...b, states, requested: sumOf(a.requested, b.requested), delivered: sumOf(a.delivered, b.delivered) };
};

const sumOf = (a: Amount, b: Amount): Amount => ({
  submissions: a.submissions + b.submissions,
  events: a.events + b.events,
  unknown: a.unknown + b.unknown,
});
