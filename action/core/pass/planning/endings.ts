import { type Intent, partsOfKey, type SubmissionKey, submissionKey } from "../../ledger/event.ts";
import type { SubmissionState } from "../../submission/state.ts";
import { type Asking, ask } from "../asking.ts";
import { findOnMain, onMainNow } from "../authorization/productions-on-main.ts";
import { each, inState, type Planned, type Planning, withLoaded, withSeen } from "../planned.ts";
import { stateIn, type View } from "../view.ts";

/**
 * What stopped before PanDA had it is over when the newer version that main holds now is at PanDA (SAFETY rule 11).
 * `submitted`: taken to be there, although the ledger does not say so yet.
 */
export function* endOlder(
  planning: Planning,
  from: Planned,
  submitted: ReadonlySet<SubmissionKey> = new Set(),
): Asking<Planned> {
  const { mainHead, notes } = planning;
  const find = findOnMain(mainHead);
  const replaced = yield* each(notes, inState(from, isEndable), function* ({ key, state: { intent } }) {
    const seen = yield* onMainNow(mainHead, intent, find);
    if (seen?.kind !== "replaced") return undefined;
    return { key, by: seen.by, heirs: yield* heirsOf(from.view, intent, seen.by.slice(intent.tag.length + 1)) };
  });
  const before = yield* withLoaded(
    from,
    replaced.flatMap(({ heirs }) => heirs),
  );
  const seen = replaced.flatMap(({ key, by, heirs }) =>
    heirs.some((heir) => submitted.has(heir) || "request" in stateIn(before.view, heir))
      ? [[key, { kind: "newer-submitted", by }] as const]
      : [],
  );
  return withSeen(planning, before, "A newer version is at PanDA:", seen);
}

/**
 * The same run of the newer version; where that has none of its number, because the list dropped it or one of the two
 * versions has no runs, any of the version.
 */
function* heirsOf({ head, states }: View, { tag, run }: Intent, version: string): Asking<readonly SubmissionKey[]> {
  const own = submissionKey(tag, version, run);
  // What the plan enters is not on the ledger yet.
  const entered = [...states].flatMap(([key, { kind }]) => (kind === "none" ? [] : [key]));
  const known = new Set([...(yield* ask({ ask: "submissions", ledger: head, tags: [tag] })), ...entered]);
  if (known.has(own)) return [own];
  return [...known].filter((key) => {
    const of = partsOfKey(key);
    return of.tag === tag && of.version === version;
  });
}

/** What waits or is held follows main as soon as main moves. */
type Stopped = Extract<SubmissionState, { kind: "rejected" | "needs-person" }>;
const isEndable = (state: SubmissionState): state is Stopped =>
  (state.kind === "rejected" || state.kind === "needs-person") && state.intent.trial === undefined;
