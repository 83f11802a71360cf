import { partsOfKey, type SubmissionKey } from "../../core/ledger/event.ts";
import type { OpenIntent } from "../../core/pass/authorization/authorization.ts";
import type { View } from "../../core/pass/view.ts";
import { describeError, Failure, orFailure } from "../../core/problems/failure.ts";
import type { FirstRuns } from "../../core/production/pilot-runs.ts";
import { fold } from "../../core/submission/fold.ts";
import { goFirst, seeFirst } from "../../core/submission/pilot-runs.ts";
import type { SubmissionState } from "../../core/submission/state.ts";
import type { Pass } from "./pass.ts";

/** `first`: what main says of the runs of its version; `undefined`: it waits for no other. */
type OfVersion = {
  readonly key: SubmissionKey;
  readonly state: OpenIntent;
  readonly first: FirstRuns | undefined;
};

/**
 * Which of them may go by the runs of their version that went before, by the ledger at this view. Asked when the turns
 * are taken and again where `checking` is written, so that nothing but the first goes whoever else writes meanwhile.
 */
export const amongFirst = async <T extends OfVersion>(
  pass: Pass,
  view: View,
  ones: readonly T[],
): Promise<{ readonly go: readonly T[]; readonly held: readonly (T & { readonly lost: boolean })[] }> => {
  const versions = Map.groupBy(ones, ({ state: { intent }, first }) =>
    first === undefined ? undefined : JSON.stringify([intent.tag, intent.version, first]),
  );
  const parts = await Promise.all(
    [...versions].map(async ([version, all]) => {
      const [{ first } = { first: undefined }] = all;
      if (version === undefined || first === undefined || pass.reached.has(version)) return { go: all, held: [] };
      const split = await orFailure(() => splitRuns(pass, view, first, all));
      if (split instanceof Failure) {
        for (const { key } of all) pass.trouble(key, describeError(split));
        return { go: [], held: [] };
      }
      if (split.reached) pass.reached.add(version);
      return split;
    }),
  );
  return { go: parts.flatMap(({ go }) => go), held: parts.flatMap(({ held }) => held) };
};

const splitRuns = async <T extends OfVersion>(pass: Pass, view: View, first: FirstRuns, all: readonly T[]) => {
  const [one] = all;
  const seen = seeFirst(first, one === undefined ? [] : await runsOf(pass, view, one.state.intent));
  if (seen.kind === "reached") return { reached: true, go: all, held: [] };
  const { go, held } = goFirst(
    all.map((run) => ({ ...run, run: run.state.intent.run })),
    seen.free,
  );
  return { reached: false, go, held: held.map((run) => ({ ...run, lost: seen.lost })) };
};

/** Of the whole version: what ended is not in the view. */
const runsOf = async (
  { ports: { ledger } }: Pass,
  { head, states }: View,
  { tag, version }: OpenIntent["intent"],
): Promise<readonly SubmissionState[]> => {
  const keys = (await ledger.submissions(head, tag)).filter((key) => partsOfKey(key).version === version);
  const ended = await ledger.read(
    head,
    keys.filter((key) => !states.has(key)),
  );
  return keys.map((key) => states.get(key) ?? fold(ended.get(key) ?? []));
};
