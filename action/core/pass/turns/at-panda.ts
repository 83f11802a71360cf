import type { Conventions } from "../../conventions/conventions.ts";
import type { HeldWithin } from "../../ledger/queued.ts";
import { readRules, rulePlaces, topConventions } from "../../policy/rules.ts";
import { takesPlace } from "../../submission/queue.ts";
import { counted } from "../../text/amounts.ts";
import { productionsFolder } from "../../text/source-file.ts";
import type { OpenIntent } from "../authorization/authorization.ts";
import type { Reads } from "../reads.ts";
import type { View } from "../view.ts";
import type { Gated } from "./gated.ts";

/** The conventions furthest up, as main has them. Those that cannot be read hold back all below them. */
export async function topAt(reads: Reads, at: string): Promise<Conventions | undefined> {
  return topConventions(readRules(await reads.git.files(at, rulePlaces([productionsFolder]))));
}

/**
 * Which of them fit beside what is at PanDA, in their order; what does not fit lets nothing of its share pass, so that a
 * large one is not passed by for ever. A queue, by the ledger as it is planned on: it permits nothing.
 */
export async function withinJobs<T extends { readonly key: string; readonly state: OpenIntent }>(
  reads: Reads,
  mainHead: string,
  { states }: Pick<View, "states">,
  ones: readonly T[],
): Promise<Gated<T>> {
  const limits = ones.length === 0 ? undefined : (await topAt(reads, mainHead))?.limits;
  if (limits?.jobs === undefined) return { go: ones, held: [] };
  const own = new Set(ones.map(({ key }) => key));
  const used = new Map<string, number>();
  const take = (share: string, state: OpenIntent): void => void used.set(share, (used.get(share) ?? 0) + jobsOf(state));
  for (const [key, state] of states)
    if (!own.has(key) && "intent" in state && "past" in state && takesPlace(state))
      take(shareOf(limits, state).of, state);
  const closed = new Set<string>();
  const [go, held]: [T[], (T & { readonly why: HeldWithin })[]] = [[], []];
  for (const one of ones) {
    const { of, most } = shareOf(limits, one.state);
    const isTooLarge = jobsOf(one.state) > most;
    if (!isTooLarge && !closed.has(of) && (used.get(of) ?? 0) + jobsOf(one.state) <= most) {
      go.push(one);
      take(of, one.state);
      continue;
    }
    if (!isTooLarge) closed.add(of);
    const why = isTooLarge
      ? tooLargeText(one.state, most)
      : `at most ${counted(most, "job")} of it are at PanDA at one time`;
    held.push({ ...one, why: { within: `group ${one.state.intent.panda.workingGroup}`, reason: why } });
  }
  return { go, held };
}

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
): { readonly of: string; readonly most: number } => {
  const group = intent.panda.workingGroup;
  const own = Object.hasOwn(shares, group) ? shares[group] : undefined;
  const left = 100 - Object.values(shares).reduce((sum, one) => sum + one, 0);
  return { of: own === undefined ? "" : group, most: Math.floor((jobs * (own ?? left)) / 100) };
};
