import { partsOfKey } from "../../ledger/event.ts";
import { deliveredOf } from "../../outcomes/delivered.ts";
import { eventsAskedOf, unreadWord } from "../../outcomes/samples.ts";
import { compareText } from "../../problems/problem.ts";
import { isSuccess } from "../../submission/states.ts";
import { unreadBecause } from "../../submission/unread.ts";
import type { Amount, DeliveredRow } from "./site-data.ts";
import { askedOfRow, type IntendedSubmission, type WholeSubmission } from "./submission-data.ts";

const nothing: Amount = { submissions: 0, events: 0, unknown: 0 };

/** What one submission asks for, and what of it is there: counted as its sample is, in the status and in the overview. */
export const deliveredRowsOf = (one: WholeSubmission): readonly DeliveredRow[] => {
  const amounts = amountsOfOne(one);
  return groupsOf(one).flatMap(({ by, value }) => (value === "" ? [] : [{ by, value, ...amounts }]));
};

/** The ledger has no template of tags, and so no names of their fields: they are counted. */
const groupsOf = ({ key, state }: WholeSubmission): readonly Pick<DeliveredRow, "by" | "value">[] => {
  const parts = partsOfKey(key).tag.split("-").slice(0, maxParts);
  const { build, group } = askedOfRow(state);
  return [
    ...parts.map((value, index) => ({ by: `part ${index + 1}`, value })),
    { by: "release", value: build },
    { by: "group", value: group },
  ];
};
const maxParts = 8;

/** By the first part of the tag, and by all else of which there are not too many values to read. */
export const shownDelivered = (rows: Iterable<DeliveredRow>): readonly DeliveredRow[] =>
  [...Map.groupBy(rows, ({ by }) => by)].flatMap(([by, ones]) =>
    by === "part 1" || ones.length <= maxGroups ? ones.toSorted((a, b) => compareText(b.value, a.value)) : [],
  );
const maxGroups = 500;

const amountsOfOne = ({ state }: WholeSubmission): Omit<DeliveredRow, "by" | "value"> => {
  const isThere = "intent" in state && state.kind !== "retired" && unreadBecause(state) === undefined;
  const asking = isThere ? state : undefined;
  // What was declared bad is asked for still, as the status says.
  const counting = asking !== undefined && unreadWord(asking) === undefined ? asking : undefined;
  return {
    states: { [state.kind]: 1 },
    requested: asking === undefined ? nothing : amountOf(1, eventsAskedOf(asking.intent)),
    delivered: counting === undefined ? nothing : deliveredAmount(counting),
  };
};

const amountOf = (submissions: number, events: number | undefined): Amount => ({
  submissions,
  events: events ?? 0,
  unknown: events === undefined ? 1 : 0,
});

/** Events that are there count while a submission runs, too; the submission itself when it is done. */
const deliveredAmount = (state: IntendedSubmission): Amount => {
  const made = deliveredOf(state);
  return amountOf(isSuccess(state.kind) ? 1 : 0, made.kind === "known" ? made.events : undefined);
};

export const addDelivered = (a: DeliveredRow | undefined, b: DeliveredRow): DeliveredRow => {
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
