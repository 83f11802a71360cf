import { isTrial } from "../conventions/trial.ts";
import type { InputNeed } from "../ledger/event.ts";
import { inputNeeds } from "../ledger/input-needs.ts";
import type { Releases } from "../ledger/main-event.ts";
import { heldBack, neverReason } from "../production/held-back.ts";
import type { Production } from "../production/production.ts";
import { meetNeeds, type NeedFound } from "../submission/meet-needs.ts";
import type { StateKind, SubmissionState } from "../submission/state.ts";

/** What reconcile makes of a version once the merge that holds it is on main and approved. */
export type VersionOutcome =
  | { readonly kind: "submitted" | "held" | "never" }
  /** A release, which needs a GitHub App that alone writes the ledger. There is none, or it is not yet known. */
  | { readonly kind: "without-app" | "perhaps-without-app" }
  | { readonly kind: "waits"; readonly inputs: readonly string[] }
  | { readonly kind: "blocked"; readonly reason: string }
  /** Its git tag is there, and the ledger has no entry for it: the ledger lost something, or somebody made the tag. */
  | { readonly kind: "tagged" }
  /** The ledger has an entry for it, and no merge begins it again. */
  | { readonly kind: "stays"; readonly state: StateKind | "unreadable" };

type Outlook = {
  /** Its git tag is there. */
  readonly isTagged: boolean;
  /** Of productions as this one, by the last pass; `undefined`: no pass has recorded it. */
  readonly releases: Releases | undefined;
};

/** By the functions with which reconcile enters a version and waits for its inputs. PanDA is not asked: of its tasks nothing is known. */
export const versionOutcomeOf = (
  production: Production,
  /** `undefined`: what the ledger has of it cannot be followed. */
  state: SubmissionState | undefined,
  upstreamOf: (need: InputNeed) => NeedFound["upstream"],
  { isTagged, releases }: Outlook,
): VersionOutcome => {
  if (state?.kind !== "none") return { kind: "stays", state: state?.kind ?? "unreadable" };
  const held = heldBack(production.request.submit, false);
  if (held === neverReason) return { kind: "never" };
  if (isTagged) return { kind: "tagged" };
  const isRelease = !isTrial(production.version);
  if (isRelease && releases === "held") return { kind: "without-app" };
  if (held !== undefined) return { kind: "held" };
  const met = meetNeeds(inputNeeds(production), (need) => ({
    upstream: need.kind === "production" ? upstreamOf(need) : undefined,
    task: undefined,
  }));
  switch (met.kind) {
    case "met":
      return { kind: isRelease && releases === undefined ? "perhaps-without-app" : "submitted" };
    case "missing":
      return { kind: "waits", inputs: met.inputs };
    case "lost":
      return { kind: "blocked", reason: met.reason };
  }
};
