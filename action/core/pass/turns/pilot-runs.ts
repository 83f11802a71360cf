import { partsOfKey, type SubmissionKey } from "../../ledger/event.ts";
import { describeError, Failure, orFailure } from "../../problems/failure.ts";
import type { FirstRuns } from "../../production/pilot-runs.ts";
import { fold } from "../../submission/fold.ts";
import { goFirst, seeFirst } from "../../submission/pilot-runs.ts";
import type { SubmissionState } from "../../submission/state.ts";
import type { OpenIntent } from "../authorization/authorization.ts";
import type { PlanNotes } from "../planned.ts";
import { type Reads, all as sideBySide } from "../reads.ts";
import type { View } from "../view.ts";
import type { Parted } from "./gated.ts";

/** `first`: what main says of the runs of its version; `undefined`: it waits for no other. */
type OfVersion = { readonly key: SubmissionKey; readonly state: OpenIntent; readonly first: FirstRuns | undefined };

type RunsSplit<T> = Parted<T, { readonly lost: boolean }>;

/**
 * Which of them may go by the runs of their version that went before, by the ledger at this view. Asked when the turns
 * are taken and again where `checking` is written, so that nothing but the first goes whoever else writes meanwhile.
 */
export async function amongFirst<T extends OfVersion>(
  reads: Reads,
  { trouble }: Pick<PlanNotes, "trouble">,
  view: View,
  ones: readonly T[],
): Promise<RunsSplit<T>> {
  const versions = Map.groupBy(ones, ({ state: { intent }, first }) =>
    first === undefined ? undefined : JSON.stringify([intent.tag, intent.version, first]),
  );
  const parts = await sideBySide(
    [...versions.values()].map(async (all): Promise<RunsSplit<T>> => {
      const [one] = all;
      const first = one?.first;
      if (one === undefined || first === undefined) return { go: all, held: [] };
      const split = await orFailure(async () => splitRuns(first, await runsOf(reads, view, one.state.intent), all));
      if (!(split instanceof Failure)) return split;
      for (const { key } of all) trouble(key, describeError(split));
      return { go: [], held: [] };
    }),
  );
  return { go: parts.flatMap(({ go }) => go), held: parts.flatMap(({ held }) => held) };
}

const splitRuns = <T extends OfVersion>(
  first: FirstRuns,
  runs: readonly SubmissionState[],
  all: readonly T[],
): RunsSplit<T> => {
  const seen = seeFirst(first, runs);
  if (seen.kind === "reached") return { go: all, held: [] };
  const { go, held } = goFirst(
    all.map((one) => ({ ...one, run: one.state.intent.run })),
    seen.free,
  );
  return { go, held: held.map((one) => ({ ...one, lost: seen.lost })) };
};

/** Of the whole version: what ended is not in the view. */
async function runsOf(
  reads: Reads,
  { head, states }: View,
  { tag, version }: OpenIntent["intent"],
): Promise<readonly SubmissionState[]> {
  const known = await reads.ledger.submissions(head, tag);
  const keys = known.filter((key) => partsOfKey(key).version === version);
  const ended = await reads.ledger.events(
    head,
    keys.filter((key) => !states.has(key)),
  );
  return keys.map((key) => states.get(key) ?? fold(ended.get(key) ?? []));
}
