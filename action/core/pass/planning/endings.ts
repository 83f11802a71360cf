import { type Intent, partsOfKey, type SubmissionKey, submissionKey } from "../../ledger/event.ts";
import type { SubmissionState } from "../../submission/state.ts";
import { type Asking, ask } from "../asking.ts";
import { findOnMain, onMainNow } from "../authorization/productions-on-main.ts";
import type { LedgerHead } from "../ledger-head.ts";
import { each, inState, type Planned, type Planning, withLoaded, withSeen } from "../planned.ts";
import { stateIn } from "../view.ts";

/** What stopped before PanDA had it is over when the newer version that main holds now is at PanDA (SAFETY rule 11). */
export function* endOlder(planning: Planning, from: Planned): Asking<Planned> {
  const { mainHead, ledger, notes } = planning;
  const find = findOnMain(mainHead);
  const replaced = yield* each(notes, inState(from, isEndable), function* ({ key, state: { intent } }) {
    const seen = yield* onMainNow(mainHead, intent, find);
    if (seen?.kind !== "replaced") return undefined;
    return { key, by: seen.by, heirs: yield* heirsOf(ledger, intent, seen.by.slice(intent.tag.length + 1)) };
  });
  const before = yield* withLoaded(
    from,
    replaced.flatMap(({ heirs }) => heirs),
  );
  const seen = replaced.flatMap(({ key, by, heirs }) =>
    heirs.some((heir) => "request" in stateIn(before.view, heir))
      ? [[key, { kind: "newer-submitted", by }] as const]
      : [],
  );
  return withSeen(planning, before, "A newer version is at PanDA:", seen);
}

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
const isEndable = (state: SubmissionState): state is Stopped =>
  (state.kind === "rejected" || state.kind === "needs-person") && state.intent.trial === undefined;
