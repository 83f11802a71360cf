import { describeError, Failure } from "../../problems/failure.ts";
import { once } from "../../text/once.ts";
import type { PlanNotes } from "../planned.ts";
import { type FreshReads, type Moment, momentOf, type Situation } from "../reads.ts";
import type { View } from "../view.ts";
import { byCampaigns } from "./campaigns.ts";
import { heldByRules } from "./held-by-rules.ts";
import { withinJobs, withinMonth } from "./limits.ts";
import { withinPlaces } from "./places.ts";
import { amongFirst, withinDay } from "./runs-of-version.ts";
import { type Candidate, type CandidateInTurn, type Gate, inTurnOnMain, type Wait } from "./turn.ts";

/** `untilCall`: asked again right before the call too, and not only where `checking` is written. */
type Row<T extends Candidate> = { readonly gate: Gate<T>; readonly untilCall: boolean };

/** In the order in which they are asked, in whatever order things come. */
const ofAll: readonly Row<Candidate>[] = [
  { gate: heldByRules, untilCall: true },
  { gate: byCampaigns, untilCall: true },
  { gate: withinMonth, untilCall: true },
];

/** Then, in the order in which they go, by what main says of each version. */
const inTheirTurn: readonly Row<CandidateInTurn>[] = [
  { gate: amongFirst, untilCall: false },
  { gate: withinDay, untilCall: false },
  { gate: withinPlaces, untilCall: false },
  { gate: withinJobs, untilCall: true },
];

/** What goes, in the order in which it does, and what each gate holds back. */
export type Gated = { readonly go: readonly Candidate[]; readonly waits: readonly Wait[] };

/** Asks every gate of a list about what those before it let go. */
const askGates = async <T extends Candidate>(
  rows: readonly Row<T>[],
  moment: Moment,
  view: View,
  ones: readonly T[],
): Promise<{ readonly go: readonly T[]; readonly waits: readonly Wait[] }> => {
  let go = ones;
  const waits: Wait[] = [];
  for (const { gate } of rows) {
    const held = go.length === 0 ? [] : await gate(moment, view, go);
    const keys = new Set(held.map(({ key }) => key));
    if (keys.size > 0) go = go.filter(({ key }) => !keys.has(key));
    waits.push(...held);
  }
  return { go, waits };
};

/** `isCall`: nothing but what is asked right before a call. */
export const passGates = async (
  moment: Moment,
  view: View,
  ones: readonly Candidate[],
  isCall = false,
): Promise<Gated> => {
  const isAsked = ({ untilCall }: { readonly untilCall: boolean }): boolean => untilCall || !isCall;
  const first = await askGates(ofAll.filter(isAsked), moment, view, ones);
  if (first.go.length === 0) return first;
  const { turns, unknown } = await inTurnOnMain(moment, moment.mainHead, first.go);
  const { go, waits } = await askGates(inTheirTurn.filter(isAsked), moment, view, turns);
  return { go, waits: [...first.waits, ...unknown, ...waits] };
};

/** What the gates let go where `checking` and `submitting` are written, at main's head of that moment. */
export const goNow = (situation: Situation & FreshReads, { trouble }: Pick<PlanNotes, "trouble">) => {
  const opened = once(async () => momentOf(situation, await situation.git.mainHead()));
  return async <T extends Candidate>(view: View, ones: readonly T[], isCall = false): Promise<readonly T[]> => {
    if (ones.length === 0) return ones;
    const { go, waits } = await passGates(await opened(), view, ones, isCall);
    for (const { key, why } of waits) if (why instanceof Failure) trouble(key, describeError(why));
    const going = new Set(go.map(({ key }) => key));
    return ones.filter(({ key }) => going.has(key));
  };
};
