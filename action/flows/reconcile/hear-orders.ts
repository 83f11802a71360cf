import { effectiveOrders, type Unconfirmed, unconfirmedOf } from "../../core/pass/authorization/verify-commands.ts";
import type { View } from "../../core/pass/view.ts";
import { decideEach } from "./decide-each.ts";
import { momentAt } from "./moment-at.ts";
import type { Pass } from "./pass.ts";
import { recordEach } from "./record.ts";

/**
 * What does not stand on GitHub today is struck out. What cannot be asked for waits, with its submission, for the next
 * pass.
 */
export const hearOrders = async (pass: Pass, from: View, mainHead: string): Promise<View> => {
  const given = [...from.states].flatMap(([key, state]) => ("past" in state ? [{ key, state }] : []));
  const moment = momentAt(pass, from.head, mainHead);
  const verified = await decideEach(pass, given, function* ({ key, state }) {
    return { key, unconfirmed: yield* unconfirmedOf(moment, state, effectiveOrders(state)) };
  });
  const unconfirmed = verified.flatMap(({ key, unconfirmed: ofKey }) =>
    ofKey.map((one): readonly [typeof key, Unconfirmed] => [key, one]),
  );
  for (const [key, { reason }] of unconfirmed) pass.trouble(key, reason);
  const view = await recordEach(pass, from, unconfirmed, "Not obeyed:");
  const answered = new Set(verified.map(({ key }) => key));
  const unheard = new Set(given.flatMap(({ key }) => (answered.has(key) ? [] : [key])));
  return { ...view, states: new Map([...view.states].filter(([key]) => !unheard.has(key))) };
};
