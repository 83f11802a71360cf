import { partsOfKey, type SubmissionKey } from "../../ledger/event.ts";
import { describeError, Failure } from "../../problems/failure.ts";
import type { FirstRuns } from "../../production/pilot-runs.ts";
import { fold } from "../../submission/fold.ts";
import { goFirst, seeFirst } from "../../submission/pilot-runs.ts";
import type { SubmissionState } from "../../submission/state.ts";
import { type Asking, ask, orFailed, all as sideBySide } from "../asking.ts";
import type { OpenIntent } from "../authorization/authorization.ts";
import type { PlanNotes } from "../planned.ts";
import type { View } from "../view.ts";
import type { Parted } from "./gated.ts";

/** `first`: what main says of the runs of its version; `undefined`: it waits for no other. */
type OfVersion = { readonly key: SubmissionKey; readonly state: OpenIntent; readonly first: FirstRuns | undefined };

type RunsSplit<T> = Parted<T, { readonly lost: boolean }>;

/**
 * Which of them may go by the runs of their version that went before, by the ledger at this view. Asked when the turns
 * are taken and again where `checking` is written, so that nothing but the first goes whoever else writes meanwhile.
 */
export function* amongFirst<T extends OfVersion>(
  { trouble }: Pick<PlanNotes, "trouble">,
  view: View,
  ones: readonly T[],
): Asking<RunsSplit<T>> {
  const versions = Map.groupBy(ones, ({ state: { intent }, first }) =>
    first === undefined ? undefined : JSON.stringify([intent.tag, intent.version, first]),
  );
  const parts = yield* sideBySide(
    [...versions.values()].map(function* (all): Asking<RunsSplit<T>> {
      const [one] = all;
      if (one?.first === undefined) return { go: all, held: [] };
      const split = yield* orFailed(splitRuns(view, one.first, one.state, all));
      if (!(split instanceof Failure)) return split;
      for (const { key } of all) trouble(key, describeError(split));
      return { go: [], held: [] };
    }),
  );
  return { go: parts.flatMap(({ go }) => go), held: parts.flatMap(({ held }) => held) };
}

function* splitRuns<T extends OfVersion>(
  view: View,
  first: FirstRuns,
  { intent }: OpenIntent,
  all: readonly T[],
): Asking<RunsSplit<T>> {
  const seen = seeFirst(first, yield* runsOf(view, intent));
  if (seen.kind === "reached") return { go: all, held: [] };
  const { go, held } = goFirst(
    all.map((one) => ({ ...one, run: one.state.intent.run })),
    seen.free,
  );
  return { go, held: held.map((one) => ({ ...one, lost: seen.lost })) };
}

/** Of the whole version: what ended is not in the view. */
function* runsOf({ head, states }: View, { tag, version }: OpenIntent["intent"]): Asking<readonly SubmissionState[]> {
  const known = yield* ask({ ask: "submissions", ledger: head, tags: [tag] });
  const keys = known.filter((key) => partsOfKey(key).version === version);
  const ended = yield* ask({ ask: "events", ledger: head, keys: keys.filter((key) => !states.has(key)) });
  return keys.map((key) => states.get(key) ?? fold(ended.get(key) ?? []));
}
