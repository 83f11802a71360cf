import { type LedgerEvent, partsOfKey, type SubmissionKey } from "../../ledger/event.ts";
import { intentIn } from "../../ledger/intent-in.ts";
import { describeError, Failure, orFailure } from "../../problems/failure.ts";
import type { OpenIntent } from "../authorization/authorization.ts";
import type { PlanNotes } from "../planned.ts";
import { type Reads, all as sideBySide } from "../reads.ts";
import type { View } from "../view.ts";
import type { Parted } from "./gated.ts";

/** `perDay`: the most jobs that begin by themselves, as main says; `undefined`: a person began it. */
type OfDay = { readonly key: SubmissionKey; readonly state: OpenIntent; readonly perDay: number | undefined };

type DaySplit<T> = Parted<T, { readonly startsPerDay: number }>;

/** `now` is our clock's: a day is of UTC, as that of appended runs (ADR 12). */
type DayAsked = Pick<PlanNotes, "trouble"> & { readonly now: string };

/**
 * Which of them may begin today, the lowest runs first. A run has begun with its first `checking` and counts with all its
 * jobs, whatever became of it. Asked when the turns are taken and again where `checking` is written, so that two
 * processes begin no more than one.
 */
export async function withinDay<T extends OfDay>(
  reads: Reads,
  asked: DayAsked,
  view: View,
  ones: readonly T[],
): Promise<DaySplit<T>> {
  const versions = Map.groupBy(ones, ({ state: { intent }, perDay }) =>
    perDay === undefined ? undefined : JSON.stringify([intent.tag, intent.version, perDay]),
  );
  const parts = await sideBySide(
    [...versions.values()].map(async (all): Promise<DaySplit<T>> => {
      const [one] = all;
      if (one?.perDay === undefined) return { go: all, held: [] };
      const begun = await orFailure(() => begunOf(reads, view, one.state));
      if (!(begun instanceof Failure)) return splitDay(asked.now, one.perDay, begun, all);
      for (const { key } of all) asked.trouble(key, describeError(begun));
      return { go: [], held: [] };
    }),
  );
  return { go: parts.flatMap(({ go }) => go), held: parts.flatMap(({ held }) => held) };
}

/** When each run of the version began, and with how many jobs. */
type Begun = ReadonlyMap<SubmissionKey, { readonly day: string; readonly jobs: number }>;

async function begunOf(reads: Reads, { head }: View, { intent: { tag, version } }: OpenIntent): Promise<Begun> {
  const known = await reads.ledger.submissions(head, tag);
  const keys = known.filter((key) => partsOfKey(key).version === version);
  const read = await reads.ledger.events(head, keys);
  return new Map(
    [...read].flatMap(([key, lines]) => {
      const first = lines.find(({ event }) => event === "checking");
      return first === undefined ? [] : [[key, { day: dayOf(first.at), jobs: jobsIn(lines) }] as const];
    }),
  );
}

const splitDay = <T extends OfDay>(now: string, perDay: number, begun: Begun, all: readonly T[]): DaySplit<T> => {
  const today = dayOf(now);
  let used = [...begun.values()].reduce((sum, { day, jobs }) => sum + (day === today ? jobs : 0), 0);
  const [go, held]: [T[], (T & { readonly startsPerDay: number })[]] = [[], []];
  for (const one of all.toSorted((a, b) => (a.state.intent.run ?? 0) - (b.state.intent.run ?? 0))) {
    const jobs = begun.has(one.key) ? 0 : (one.state.intent.jobs ?? Number.POSITIVE_INFINITY);
    if (used + jobs > perDay) held.push({ ...one, startsPerDay: perDay });
    else {
      go.push(one);
      used += jobs;
    }
  }
  return { go, held };
};

/** What nobody could count is above every ceiling. */
const jobsIn = (lines: readonly LedgerEvent[]): number => intentIn(lines)?.jobs ?? Number.POSITIVE_INFINITY;

/** `2026-03-01`, in UTC. */
const dayOf = (iso: string): string => iso.slice(0, 10);
