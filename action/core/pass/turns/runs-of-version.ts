import { type LedgerEvent, partsOfKey, type SubmissionKey } from "../../ledger/event.ts";
import { intentIn } from "../../ledger/intent-in.ts";
import { Failure, orFailure } from "../../problems/failure.ts";
import { goFirst, seeFirst } from "../../submission/pilot-runs.ts";
import { canonicalJson, type Json } from "../../text/canonical-json.ts";
import type { OpenIntent } from "../authorization/authorization.ts";
import { all, type Reads } from "../reads.ts";
import type { LedgerHead } from "../view.ts";
import { runsOf } from "./spent.ts";
import { type CandidateInTurn, type Gate, intendedVersion, type Wait } from "./turn.ts";

/** Holds back the runs that wait for the first of their version, by the ledger at this view, whoever else writes meanwhile. */
export const amongFirst: Gate<CandidateInTurn> = ({ ledger }, view, ones) =>
  holdByVersion(
    ones,
    ({ first }) => first,
    async (first, some) => {
      const [one] = some;
      const seen = seeFirst(first, one === undefined ? [] : await runsOf(ledger, view, one.state.intent));
      if (seen.kind === "reached") return [];
      const runs = some.map((of) => ({ ...of, run: of.state.intent.run }));
      return goFirst(runs, seen.free).held.map(({ key }) => ({ key, why: { first, lost: seen.lost } }));
    },
  );

/**
 * Holds back what is over the ceiling of this day, where the lowest runs go first. A run has begun with its first `checking` and
 * counts with all its jobs, whatever became of it. A day is of UTC, as that of appended runs (ADR 12).
 */
export const withinDay: Gate<CandidateInTurn> = (moment, { head }, ones) =>
  holdByVersion(
    ones,
    ({ perDay }) => perDay,
    async (startsPerDay, some) => {
      const [one] = some;
      const begun = one === undefined ? new Map() : await begunOf(moment, head, one.state);
      return overDay(moment.now, startsPerDay, begun, some);
    },
  );

/** When each run of the version began, and with how many jobs. */
type Begun = ReadonlyMap<SubmissionKey, { readonly day: string; readonly jobs: number }>;

async function begunOf({ ledger }: Reads, head: LedgerHead, { intent: { tag, version } }: OpenIntent): Promise<Begun> {
  const known = await ledger.submissions(head, tag);
  const keys = known.filter((key) => partsOfKey(key).version === version);
  const read = await ledger.events(head, keys);
  return new Map(
    [...read].flatMap(([key, lines]) => {
      const first = lines.find(({ event }) => event === "checking");
      return first === undefined ? [] : [[key, { day: dayOf(first.at), jobs: jobsIn(lines) }] as const];
    }),
  );
}

const overDay = (
  now: string,
  startsPerDay: number,
  begun: Begun,
  some: readonly CandidateInTurn[],
): readonly Wait[] => {
  const today = dayOf(now);
  let used = [...begun.values()].reduce((sum, { day, jobs }) => sum + (day === today ? jobs : 0), 0);
  const byRun = some.toSorted((a, b) => (a.state.intent.run ?? 0) - (b.state.intent.run ?? 0));
  return byRun.flatMap(({ key, state }) => {
    const jobs = begun.has(key) ? 0 : (state.intent.jobs ?? Number.POSITIVE_INFINITY);
    if (used + jobs > startsPerDay) return [{ key, why: { startsPerDay } }];
    used += jobs;
    return [];
  });
};

/** What nobody could count is above every ceiling. */
const jobsIn = (lines: readonly LedgerEvent[]): number => intentIn(lines)?.jobs ?? Number.POSITIVE_INFINITY;

/** `2026-03-01`, in UTC. */
const dayOf = (iso: string): string => iso.slice(0, 10);

/** Asks once for all runs of a version of which main says the same; where that cannot be asked, all of them wait. */
async function holdByVersion<Rule extends Json>(
  ones: readonly CandidateInTurn[],
  ruleOf: (one: CandidateInTurn) => Rule | undefined,
  hold: (rule: Rule, ones: readonly CandidateInTurn[]) => Promise<readonly Wait[]>,
): Promise<readonly Wait[]> {
  const versions = Map.groupBy(ones, (one) => `${intendedVersion(one.state)} ${canonicalJson(ruleOf(one) ?? null)}`);
  const held = await all(
    [...versions.values()].map(async (some) => {
      const [rule] = some.map(ruleOf);
      const found = rule === undefined ? [] : await orFailure(() => hold(rule, some));
      return found instanceof Failure ? some.map(({ key }): Wait => ({ key, why: found })) : found;
    }),
  );
  return held.flat();
}
