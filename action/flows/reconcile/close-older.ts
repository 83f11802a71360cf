import { type Intent, partsOfKey, type SubmissionKey, submissionKey } from "../../core/ledger/event.ts";
import { type Asking, ask } from "../../core/pass/asking.ts";
import { findOnMain, onMainNow } from "../../core/pass/authorization/productions-on-main.ts";
import type { LedgerHead } from "../../core/pass/ledger-head.ts";
import { stateIn, type View } from "../../core/pass/view.ts";
import type { Observation } from "../../core/submission/observation.ts";
import type { SubmissionState } from "../../core/submission/state.ts";
import { loadView } from "../ledger-access/ledger-view.ts";
import { decideEach } from "./decide-each.ts";
import type { Pass } from "./pass.ts";
import { record } from "./record.ts";

/** What stopped before PanDA had it is over when the newer version that main holds now is at PanDA (SAFETY rule 11). */
export const closeOlder = async (pass: Pass, from: View, mainHead: string): Promise<View> => {
  const stopped = [...from.states].flatMap(([key, state]) => (isClosable(state) ? [{ key, state }] : []));
  if (stopped.length === 0) return from;
  const find = findOnMain(mainHead);
  const replaced = await decideEach(pass, stopped, function* ({ key, state: { intent } }) {
    const seen = yield* onMainNow(mainHead, intent, find);
    if (seen?.kind !== "replaced") return undefined;
    return { key, by: seen.by, heirs: yield* heirsOf(from.head, intent, seen.by.slice(intent.tag.length + 1)) };
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
function* heirsOf(ledger: LedgerHead, { tag, run }: Intent, version: string): Asking<readonly SubmissionKey[]> {
  const own = submissionKey(tag, version, run);
  const known = yield* ask({ ask: "submissions", ledger, tags: [tag] });
  return known.includes(own) ? [own] : known.filter((key) => partsOfKey(key).version === version);
}

/** What waits or is held follows main as soon as main moves. */
type Stopped = Extract<SubmissionState, { kind: "rejected" | "needs-person" }>;
const isClosable = (state: SubmissionState): state is Stopped =>
  (state.kind === "rejected" || state.kind === "needs-person") && state.intent.trial === undefined;

const isAtPanda = (state: SubmissionState): boolean => "request" in state;
