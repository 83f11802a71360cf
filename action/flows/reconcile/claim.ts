import { authorizeNow } from "../../core/pass/authorization/authorize.ts";
import { recheckBeforeCall } from "../../core/pass/authorization/recheck-before-call.ts";
import { goNow } from "../../core/pass/turns/gates.ts";
import { fewNames, type KeyedEvent, namesIn, stateIn, type View } from "../../core/pass/view.ts";
import { next } from "../../core/submission/next.ts";
import { decideAndWrite } from "../ledger-access/ledger-view.ts";
import type { Uploaded } from "./hold-archives.ts";
import { failUnlessIntended } from "./make-ready.ts";
import { type Pass, situationNow } from "./pass.ts";
import { type Answered, answeredIn } from "./record.ts";

/** `since`: our monotonic clock, in milliseconds, before the write that gave them the right. */
export type Claimed = { readonly view: View; readonly winners: readonly Uploaded[]; readonly since: number };

/** Gives this process the right to act, where main still holds it, and writes the answers to the wave before. */
export const claim = async (
  pass: Pass,
  { view: from, answers }: Answered,
  ready: readonly Uploaded[],
): Promise<Claimed> => {
  const { view, decided } = await decideAndWrite(
    pass.ports,
    [...answers.keys(), ...ready.map(({ key }) => key)],
    async (before) => {
      const { at, events: answered } = answeredIn(pass, before, answers);
      const { decisions, go } = await decideClaims(pass, at, ready);
      const winners = go.map(({ one }) => one);
      const events = [
        ...answered,
        ...decisions.flatMap(({ key, events: own }) => own.map((event) => [key, event] as const)),
        ...go.flatMap(({ key, claims }) => claims.map((event) => [key, event] as const)),
      ];
      return {
        events,
        winners,
        since: pass.ports.clock.monotonic(),
        why: whyClaimed(winners, answers.size > 0, events),
      };
    },
    from,
  );
  return { view, winners: decided.winners, since: decided.since };
};

/** What main, people and the data say of each at this moment, and which of them go. */
const decideClaims = async (pass: Pass, at: View, ready: readonly Uploaded[]) => {
  const intended = ready.flatMap((one) => {
    const state = stateIn(at, one.key);
    return "intent" in state ? [{ ...one, one, state }] : [];
  });
  const now = situationNow(pass, at.head, pass.reads.again());
  const authorize = authorizeNow(
    now,
    intended.map(({ state }) => state.intent),
  );
  const rechecking = { reads: now, authorize, context: pass.context };
  const decisions = await pass.each(intended, async ({ one, state }) => {
    failUnlessIntended(one, state);
    const { events, authorized } = await recheckBeforeCall(rechecking, one.key, state);
    const decision = authorized !== undefined ? next(state, { kind: "ready" }, pass.context) : undefined;
    const wins = decision?.action.kind === "check";
    const claims = decision?.events ?? [];
    return { key: one.key, one, state, wins, claims, events: wins ? events : [...events, ...claims] };
  });
  const winning = decisions.filter((one) => one.wins);
  return { decisions, go: await goNow(now, pass)(at, winning) };
};

const whyClaimed = (winners: readonly Uploaded[], answered: boolean, events: readonly KeyedEvent[]): string => {
  if (winners.length > 0) return `Ask PanDA's check for ${fewNames(winners.map(({ key }) => key))}`;
  return `${answered ? "PanDA's answers for" : "Main:"} ${namesIn(events)}`;
};
