import { type Intent, partsOfKey, type SubmissionKey, submissionKey } from "../../core/ledger/event.ts";
import { stateIn, type View } from "../../core/pass/view.ts";
import type { Observation } from "../../core/submission/observation.ts";
import type { SubmissionState } from "../../core/submission/state.ts";
import { loadView } from "../ledger-access/ledger-view.ts";
import { mainAt } from "./main-now.ts";
import type { Pass } from "./pass.ts";
import { record } from "./record.ts";

/** What stopped before PanDA had it is over when the newer version that main holds now is at PanDA (SAFETY rule 11). */
export const closeOlder = async (pass: Pass, from: View, mainHead: string): Promise<View> => {
  const stopped = [...from.states].flatMap(([key, state]) => (isClosable(state) ? [{ key, state }] : []));
  if (stopped.length === 0) return from;
  const main = mainAt(
    pass,
    mainHead,
    stopped.map(({ state }) => state.intent),
  );
  const replaced = await pass.each(stopped, async ({ key, state: { intent } }) => {
    const seen = await main(intent);
    if (seen?.kind !== "replaced") return undefined;
    return { key, by: seen.by, heirs: await heirsOf(pass, from, intent, seen.by.slice(intent.tag.length + 1)) };
  });
  if (replaced.length === 0) return from;
  const view = await loadView(pass.ports.ledger, [...from.states.keys(), ...replaced.flatMap(({ heirs }) => heirs)]);
  const seen = new Map<SubmissionKey, Observation>(
    replaced.flatMap(({ key, by, heirs }) =>
      heirs.some((heir) => isAtPanda(stateIn(view, heir))) ? [[key, { kind: "newer-submitted", by }]] : [],
    ),
  );
  return record(pass, view, seen, "A newer version is at PanDA:");
};

/**
 * The same run of the newer version; where that has none of its number, because the list dropped it or one of the two
 * versions has no runs, any of the version.
 */
const heirsOf = async (
  { ports: { ledger } }: Pass,
  { head }: View,
  { tag, run }: Intent,
  version: string,
): Promise<readonly SubmissionKey[]> => {
  const own = submissionKey(tag, version, run);
  const known = await ledger.submissions(head, tag);
  return known.includes(own) ? [own] : known.filter((key) => partsOfKey(key).version === version);
};

/** What waits or is held follows main as soon as main moves. */
type Stopped = Extract<SubmissionState, { kind: "rejected" | "needs-person" }>;
const isClosable = (state: SubmissionState): state is Stopped =>
  (state.kind === "rejected" || state.kind === "needs-person") && state.intent.trial === undefined;

const isAtPanda = (state: SubmissionState): boolean => "request" in state;
