import type { GivenCommand, SubmissionKey } from "../../core/ledger/event.ts";
import type { View } from "../../core/pass/view.ts";
import { immediateCommands } from "../../core/submission/given-commands.ts";
import type { Observation } from "../../core/submission/observation.ts";
import type { SubmissionState } from "../../core/submission/state.ts";
import type { OpenIntent } from "./derived.ts";
import { mainAt } from "./main-now.ts";
import { orderFault } from "./order-fault.ts";
import type { Pass } from "./pass.ts";
import { recordEach } from "./record.ts";

/**
 * Asks for the orders that are about to have an effect by standing on the ledger: a release, a withdrawal, an adoption.
 * What does not stand on GitHub today is struck out. What cannot be asked for waits, with its submission, for the next
 * pass. Orders to tasks are asked for when one is about to be given.
 */
export const hearOrders = async (pass: Pass, from: View, mainHead: string): Promise<View> => {
  const given = [...from.states].flatMap(([key, state]) =>
    "past" in state ? [{ key, state, orders: effectiveIn(state) }] : [],
  );
  const heard = await pass.each(given, async ({ key, state, orders }) => ({
    key,
    unconfirmed: await unconfirmedOf(pass, mainHead, state, orders),
  }));
  const view = await strikeOut(
    pass,
    from,
    heard.flatMap(({ key, unconfirmed }) => unconfirmed.map((one) => [key, one] as const)),
  );
  const answered = new Set(heard.map(({ key }) => key));
  const unheard = new Set(given.flatMap(({ key }) => (answered.has(key) ? [] : [key])));
  return { ...view, states: new Map([...view.states].filter(([key]) => !unheard.has(key))) };
};

const effectiveIn = ({ kind, past }: WithPast): readonly GivenCommand[] =>
  immediateCommands(past).filter(
    ({ verb }) =>
      verb === "withdraw" || (verb === "submit" && kind === "held") || (verb === "adopt" && kind === "conflict"),
  );

type WithPast = Extract<SubmissionState, { readonly past: unknown }>;

export type Unconfirmed = Extract<Observation, { readonly kind: "command-unconfirmed" }>;

/** Of these orders, those that GitHub does not confirm. */
export const unconfirmedOf = async (
  pass: Pass,
  mainHead: string,
  state: Pick<OpenIntent, "intent" | "past">,
  orders: readonly GivenCommand[],
): Promise<readonly Unconfirmed[]> => {
  const { intent } = state;
  const asked = orders.map(async (order) => {
    const losesWork = order.verb === "withdraw" && (await mayLoseWork(pass, mainHead, state));
    return { id: order.id, reason: await orderFault(pass, mainHead, { intent, losesWork }, order) };
  });
  return (await Promise.all(asked)).flatMap(({ id, reason }) =>
    reason === undefined ? [] : [{ kind: "command-unconfirmed", id, reason } as const],
  );
};

/** What was checked may have tasks, now or late. Where main has dropped it, people were asked already what becomes of them. */
const mayLoseWork = async (
  pass: Pass,
  mainHead: string,
  state: Pick<OpenIntent, "intent" | "past">,
): Promise<boolean> => {
  const { intent, past } = state;
  if (!past.isBound && !("request" in state)) return false;
  if (intent.trial !== undefined) return true;
  return (await mainAt(pass, mainHead, [intent])(intent))?.kind !== "left-main";
};

const strikeOut = (
  pass: Pass,
  from: View,
  unconfirmed: readonly (readonly [SubmissionKey, Unconfirmed])[],
): Promise<View> => {
  for (const [key, { reason }] of unconfirmed) pass.trouble(key, reason);
  return recordEach(pass, from, unconfirmed, "Not obeyed:");
};
