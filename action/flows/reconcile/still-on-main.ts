import type { Intent, SubmissionEvent } from "../../core/ledger/event.ts";
import { Failure } from "../../core/problems/failure.ts";
import { next } from "../../core/submission/next.ts";
import type { SubmissionState } from "../../core/submission/state.ts";
import type { MainNow } from "./main-now.ts";
import type { Pass } from "./pass.ts";

/**
 * What main's head of this moment makes of something that is about to be called. `goesOn`: it holds exactly this. A
 * Failure, which leaves the state as it is, where a refused request stands in its place.
 */
export const stillOnMain = async (
  { context }: Pass,
  main: MainNow,
  state: SubmissionState & { readonly intent: Intent },
): Promise<{ readonly events: readonly SubmissionEvent[]; readonly goesOn: boolean }> => {
  const { tag, version } = state.intent;
  const seen = await main(state.intent);
  if (seen === undefined)
    throw new Failure(`The request of ${tag} that main holds now is refused, so ${version} is not submitted.`, {
      wayOut: "Mend the request on main, or take the change back.",
    });
  return { events: next(state, seen, context).events, goesOn: seen.kind === "on-main" };
};
