import { isTrial } from "../conventions/version-style.ts";
import { type SubmissionKey, submissionKey } from "../ledger/event.ts";
import { describeNeed, isUnbound } from "../ledger/input-needs.ts";
import type { Queued } from "../ledger/queued.ts";
import { withoutApp } from "../pass/approval/clearance.ts";
import { stateIn } from "../pass/view.ts";
import { heldBack } from "../production/held-back.ts";
import type { Production } from "../production/production.ts";
import type { StateKind, SubmissionState } from "../submission/state.ts";

/** What reconcile makes of a version once the merge that holds it is on main and approved. */
export type VersionOutcome =
  | { readonly kind: "submitted" | "held" | "never" }
  /** A release, which needs a GitHub App that alone writes the ledger. There is none, or it is not yet known. */
  | { readonly kind: "without-app" | "perhaps-without-app" }
  | { readonly kind: "waits"; readonly inputs: readonly string[] }
  /** For a place, or for the first runs of its version. */
  | { readonly kind: "queued"; readonly why: Queued }
  | { readonly kind: "blocked"; readonly reason: string }
  /** Its git tag is there, and the ledger has no entry for it: the ledger lost something, or somebody made the tag. */
  | { readonly kind: "tagged" }
  /** The ledger has an entry for it, and no merge begins it again. */
  | { readonly kind: "stays"; readonly state: KnownState };

/** The plan of the pass behind the merge, and what the ledger knew before it. */
export type MergePlan = {
  readonly states: ReadonlyMap<SubmissionKey, SubmissionState>;
  readonly goes: ReadonlySet<SubmissionKey>;
  readonly known: ReadonlyMap<SubmissionKey, KnownState>;
};

/** Of what the ledger has; "unreadable": its events cannot be followed. */
export type KnownState = StateKind | "unreadable";

/** By what the plan makes of it. `isUncertain`: no pass has recorded yet whether releases of this folder are submitted. */
export const outcomeOf = (
  { tag, version, run, request }: Pick<Production, "tag" | "version" | "run" | "request">,
  { states, goes, known }: MergePlan,
  isUncertain: boolean,
): VersionOutcome => {
  const key = submissionKey(tag, version, run);
  const before = known.get(key);
  if (before !== undefined) return { kind: "stays", state: before };
  const state = stateIn({ states }, key);
  if (state.kind === "intended") return outcomeOfIntent(state, goes.has(key), isUncertain && !isTrial(version));
  if (state.kind === "waiting") return { kind: "waits", inputs: state.inputs };
  if (state.kind === "skipped") return { kind: "never" };
  if (state.kind === "conflict") return { kind: "tagged" };
  if (state.kind === "held" && state.reason === withoutApp) return { kind: "without-app" };
  if (state.kind === "held" && state.reason === heldBack(request.submit, false)) return { kind: "held" };
  return { kind: "blocked", reason: "reason" in state && state.reason !== undefined ? state.reason : state.kind };
};

/** PanDA is not asked for tasks before a merge, so what needs one waits for it. */
const outcomeOfIntent = (
  { intent: { needs }, past: { queued } }: Extract<SubmissionState, { readonly kind: "intended" }>,
  goes: boolean,
  isUncertain: boolean,
): VersionOutcome => {
  const unbound = needs.filter(isUnbound);
  if (unbound.length > 0) return { kind: "waits", inputs: unbound.map(describeNeed) };
  if (!goes && queued !== undefined) return { kind: "queued", why: queued };
  return { kind: isUncertain ? "perhaps-without-app" : "submitted" };
};
