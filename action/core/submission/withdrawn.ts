import type { SubmissionEvent } from "../ledger/event.ts";
import { times } from "../times/times.ts";
import { type Decision, nothing, write } from "./decision.ts";
import type { Sight } from "./observation.ts";
import { dated, hasPassed } from "./panda-clock.ts";
import type { Past, SubmissionState } from "./state.ts";

/** A checked submission may act late, even after an answer (SAFETY S1, S2), so it is watched. A known request was followed to its end. */
export const withdrawnFrom = (
  state: Extract<SubmissionState, { readonly past: unknown }>,
  data: "keep" | "drop",
  reason?: string,
): SubmissionEvent => ({
  event: "withdrawn",
  data,
  ...(reason === undefined ? {} : { reason }),
  ...(state.past.isBound && !("request" in state) ? { watch: true } : {}),
});

/**
 * What appears of it within fourteen days of PanDA is followed again: it is killed where a person gave it up, and asked
 * about where main did.
 */
export const nextWithdrawn = (
  state: Extract<SubmissionState, { readonly kind: "withdrawn" }>,
  seen: Sight,
): Decision => {
  if (!state.watching) return nothing;
  if (seen.kind !== "ours" && seen.kind !== "foreign" && seen.kind !== "all-absent") return nothing;
  if (seen.kind === "ours") return followed(state, { request: seen.request, ...dated(seen) });
  if (seen.kind === "foreign" && seen.ours) return followed(state, { request: 0 });
  const { pandaDate } = seen;
  if (hasPassed(state.watchedSince, pandaDate, times.watch)) return write({ event: "watched" });
  return state.watchedSince === undefined && pandaDate !== undefined ? write({ event: "looked", pandaDate }) : nothing;
};

const followed = (
  { past }: { readonly past: Past },
  known: { readonly request: number; readonly pandaDate?: string },
): Decision =>
  write(
    { event: "submitted", ...known, evidence: "found" },
    ...(past.withdrawal === undefined
      ? [{ event: "left-main", reason: "a late call submitted it after main had dropped it" } as const]
      : []),
  );
