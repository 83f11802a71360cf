import type { Conventions } from "../../conventions/conventions.ts";
import { utcMinute } from "../../markdown/utc.ts";
import { readRules, rulePlaces, topConventions } from "../../policy/rules.ts";
import { Failure, orFailure } from "../../problems/failure.ts";
import { takesPlace } from "../../submission/queue.ts";
import { counted } from "../../text/amounts.ts";
import { productionsFolder } from "../../text/source-file.ts";
import type { OpenIntent } from "../authorization/authorization.ts";
import type { Reads } from "../reads.ts";
import { type SubmissionUse, spentBy, spentOnLedger } from "./spent.ts";
import type { Candidate, Gate, Wait } from "./turn.ts";

/** What one of them takes of a share; `never`: why no time has room for it. `isTaken`: the share counts it already. */
type ShareAsked = {
  readonly share: string;
  readonly group: string;
  readonly amount: number;
  readonly most: number;
  readonly never: string | undefined;
  readonly isTaken: boolean;
  readonly later: string;
};

/**
 * In their order. What does not fit yet lets nothing of its share pass, so that a large one is not passed by for ever;
 * what never fits holds up no other.
 */
const holdOver = (
  ones: readonly Candidate[],
  used: Map<string, number>,
  asksOf: (one: Candidate) => ShareAsked | undefined,
): readonly Wait[] => {
  const closed = new Set<string>();
  return ones.flatMap((one): readonly Wait[] => {
    const asks = asksOf(one);
    if (asks === undefined) return [];
    const { share, group, amount, most, never, isTaken, later } = asks;
    const isOver = (used.get(share) ?? 0) + amount > most || (!isTaken && closed.has(share));
    if (never === undefined && !isOver) {
      take(used, share, amount);
      return [];
    }
    if (never === undefined) closed.add(share);
    return [{ key: one.key, why: { within: `group ${group}`, reason: never ?? later } }];
  });
};

const take = (used: Map<string, number>, share: string, amount: number): void =>
  void used.set(share, (used.get(share) ?? 0) + amount);

/** The conventions furthest up, as main has them. Those that cannot be read hold back all below them. */
export async function topAt(reads: Reads, at: string): Promise<Conventions | undefined> {
  return topConventions(readRules(await reads.git.files(at, rulePlaces([productionsFolder]))));
}

/** Holds back what does not fit beside what is at PanDA, by the ledger as it is planned on. */
export const withinJobs: Gate = async (moment, { states }, ones) => {
  const limits = (await topAt(moment, moment.mainHead))?.limits;
  if (limits?.jobs === undefined) return [];
  const own = new Set(ones.map(({ key }) => key));
  const used = new Map<string, number>();
  for (const [key, state] of states)
    if (!own.has(key) && "intent" in state && "past" in state && takesPlace(state))
      take(used, shareOf(limits, state).share, jobsOf(state));
  return holdOver(ones, used, ({ state }) => {
    const { share, most } = shareOf(limits, state);
    const amount = jobsOf(state);
    const never = amount > most ? tooLargeText(state, most) : undefined;
    const later = `at most ${counted(most, "job")} of it are at PanDA at one time`;
    return { share, group: state.intent.panda.workingGroup, amount, most, never, isTaken: false, later };
  });
};

/** What nobody could count is above every limit. */
const jobsOf = ({ intent }: OpenIntent): number => intent.jobs ?? Number.POSITIVE_INFINITY;

const tooLargeText = ({ intent: { jobs } }: OpenIntent, most: number): string =>
  jobs === null
    ? `nobody can say how many jobs it has, and at most ${counted(most, "job")} of it may be at PanDA at one time`
    : `its ${counted(jobs, "job")} are more than the ${counted(most, "job")} that it may have at PanDA at one time`;

/** Groups without a share have together what is left; their name is that of no group. */
const shareOf = (
  { jobs = 0, shares = {} }: NonNullable<Conventions["limits"]>,
  { intent }: OpenIntent,
): Pick<ShareAsked, "share" | "most"> => {
  const group = intent.panda.workingGroup;
  const own = Object.hasOwn(shares, group) ? shares[group] : undefined;
  const left = 100 - Object.values(shares).reduce((sum, one) => sum + one, 0);
  return { share: own === undefined ? "" : group, most: Math.floor((jobs * (own ?? left)) / 100) };
};

/**
 * Holds back what is over the monthly budget of its working group. Counted from the ledger: what began in this month has
 * used it, whatever became of it. Trials of pull requests count nowhere.
 */
export const withinMonth: Gate = async (moment, view, ones) => {
  const budgets = (await topAt(moment, moment.mainHead))?.limits?.coreHoursPerMonth;
  if (budgets === undefined) return [];
  const spent = await orFailure(() => spentOnLedger(moment, view));
  if (spent instanceof Failure)
    return ones.flatMap(({ key, state }) => (spentBy(state) === undefined ? [] : [{ key, why: spent }]));
  const month = calendarMonth(moment.now);
  const isOfMonth = ({ began }: SubmissionUse): boolean => began !== undefined && calendarMonth(began) === month;
  const used = new Map<string, number>();
  for (const one of spent.values()) if (isOfMonth(one)) take(used, one.group, one.coreHours ?? 0);
  return holdOver(ones, used, ({ state }) => {
    const own = spentBy(state);
    if (own === undefined) return undefined;
    const { group } = own;
    const most = Object.hasOwn(budgets, group) ? budgets[group] : undefined;
    const isTaken = isOfMonth(own);
    const amount = isTaken ? 0 : (own.coreHours ?? 0);
    const later = `its ${monthly(most)} are used until ${utcMinute(monthAfter(month))}`;
    return { share: group, group, amount, most: most ?? 0, never: neverBecause(own, most), isTaken, later };
  });
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
