import { isDeepStrictEqual } from "node:util";
import { partsOf, supersededBy } from "../../core/cross-checks/supersedes.ts";
import { type SubmissionEvent, type SubmissionKey, submissionKey, versionName } from "../../core/ledger/event.ts";
import { type KeyedEvent, namesIn, stateIn, type View } from "../../core/pass/view.ts";
import { applyEvent } from "../../core/submission/fold.ts";
import { next } from "../../core/submission/next.ts";
import type { Context, Observation } from "../../core/submission/observation.ts";
import type { SubmissionState } from "../../core/submission/state.ts";
import { decideAndWrite } from "../ledger-access/ledger-view.ts";
import type { Pass } from "./pass.ts";
import { endedTasks, readRecords } from "./read-records.ts";

/**
 * What was seen at PanDA of the states in `from`. Where the ledger moved on meanwhile, an older look says nothing of
 * the newer state: it is left out, and the next pass looks again. With a success, what its request names under `supersedes` has had its day: in the same
 * commit, because who succeeded is not looked at again.
 */
export const recordSeen = async (
  pass: Pass,
  from: View,
  seen: ReadonlyMap<SubmissionKey, Observation>,
): Promise<View> => {
  const { ports, context } = pass;
  const records = await readRecords(pass, from, seen);
  const older = [...seen.keys()].flatMap((key) => namedBy(stateIn(from, key)));
  const { view } = await decideAndWrite(
    ports,
    [...seen.keys(), ...older],
    (at) => {
      const events = [...seen].flatMap(([key, observation]) => {
        const state = stateIn(at, key);
        if (!isDeepStrictEqual(state, stateIn(from, key))) return [];
        return eventsOf(state, observation, records.get(key), context).map((event): KeyedEvent => [key, event]);
      });
      const followed = events.flatMap(([key, event]): readonly KeyedEvent[] => {
        if (event.event !== "seen" || (event.verdict !== "done" && event.verdict !== "completed-partially")) return [];
        const by = versionName(key);
        return namedBy(stateIn(at, key)).flatMap((named) =>
          next(stateIn(at, named), { kind: "succeeded", by }, context).events.map((one): KeyedEvent => [named, one]),
        );
      });
      const all = [...events, ...followed];
      return { events: all, why: `Seen at PanDA: ${namesIn(all)}` };
    },
    // The named ones have ended, mostly: they are not in the view of what is live.
    older.length === 0 ? from : undefined,
  );
  return view;
};

/** Its record stands behind the event that says how it ended. */
const eventsOf = (
  state: SubmissionState,
  seen: Observation,
  record: Observation | undefined,
  context: Context,
): readonly SubmissionEvent[] => {
  let now = state;
  return next(state, seen, context).events.flatMap((event) => {
    now = applyEvent(now, event, "");
    const hasEnded = record !== undefined && endedTasks([event]) !== undefined;
    return hasEnded ? [event, ...next(now, record, context).events] : [event];
  });
};

const namedBy = (state: SubmissionState): readonly SubmissionKey[] =>
  "intent" in state
    ? supersededBy(state.intent.tag, state.intent.supersedes).map((name) => {
        const { tag, version } = partsOf(name);
        return submissionKey(tag, version, state.intent.run);
      })
    : [];
