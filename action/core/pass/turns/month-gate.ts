import type { SubmissionKey } from "../../ledger/event.ts";
import type { HeldWithin } from "../../ledger/queued.ts";
import { utcMinute } from "../../markdown/utc.ts";
import { describeError, Failure, orFailure } from "../../problems/failure.ts";
import { counted } from "../../text/amounts.ts";
import type { OpenIntent } from "../authorization/authorization.ts";
import type { PlanNotes } from "../planned.ts";
import type { Moment } from "../reads.ts";
import type { View } from "../view.ts";
import { topAt } from "./at-panda.ts";
import type { Gated } from "./gated.ts";
import { type SpentOnLedger, type SubmissionUse, spentBy } from "./spent.ts";

type InMonth = { readonly key: SubmissionKey; readonly state: OpenIntent };

/**
 * What the monthly budgets of working groups let go now, in the order given, and what they hold back. Counted from the
 * ledger: what began in this month has used it, whatever became of it. What does not fit lets nothing of its group pass.
 * Trials of pull requests count nowhere.
 */
export const monthGate =
  (moment: Moment, { trouble }: Pick<PlanNotes, "trouble">, spent: SpentOnLedger) =>
  async <T extends InMonth>(view: View, ones: readonly T[]): Promise<Gated<T>> => {
    const budgets = ones.length === 0 ? undefined : (await topAt(moment, moment.mainHead))?.limits?.coreHoursPerMonth;
    if (budgets === undefined) return { go: ones, held: [] };
    const found = await orFailure(() => spent(view));
    const month = calendarMonth(moment.now);
    const used = new Map<string, number>();
    const take = (group: string, coreHours: number): void => void used.set(group, (used.get(group) ?? 0) + coreHours);
    const isOfMonth = ({ began }: SubmissionUse): boolean => began !== undefined && calendarMonth(began) === month;
    if (!(found instanceof Failure))
      for (const one of found.values()) if (isOfMonth(one)) take(one.group, one.coreHours ?? 0);
    const closed = new Set<string>();
    const [go, held]: [T[], (T & { readonly why: HeldWithin })[]] = [[], []];
    for (const one of ones) {
      const own = spentBy(one.state);
      if (own === undefined) go.push(one);
      else if (found instanceof Failure) trouble(one.key, describeError(found));
      else {
        const most = Object.hasOwn(budgets, own.group) ? budgets[own.group] : undefined;
        const isCounted = isOfMonth(own);
        const more = isCounted ? 0 : (own.coreHours ?? 0);
        const isOver = (used.get(own.group) ?? 0) + more > (most ?? 0) || (!isCounted && closed.has(own.group));
        const never = neverBecause(own, most);
        if (never === undefined && !isOver) {
          go.push(one);
          take(own.group, more);
          continue;
        }
        if (never === undefined) closed.add(own.group);
        const reason = never ?? `its ${monthly(most)} are used until ${utcMinute(monthAfter(month))}`;
        held.push({ ...one, why: { within: `group ${own.group}`, reason } });
      }
    }
    return { go, held };
  };

const monthly = (most = 0): string => `${counted(most, "core-hour")} a month`;

/** No month has room for it. */
const neverBecause = ({ coreHours }: SubmissionUse, most: number | undefined): string | undefined => {
  if (most === undefined) return "`limits` of the conventions name no core-hours for it";
  if (coreHours === null) return `nobody can say how many core-hours this may use, and it has ${monthly(most)}`;
  return coreHours > most ? `this asks for more than its ${monthly(most)}` : undefined;
};

/** `2026-03`, in UTC. */
const calendarMonth = (iso: string): string => iso.slice(0, 7);

const monthAfter = (month: string): string => {
  const [year = 0, number = 0] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number)).toISOString();
};
