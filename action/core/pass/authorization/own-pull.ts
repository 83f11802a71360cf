import { validateOne } from "../../cross-checks/check-sources.ts";
import type { Intent } from "../../ledger/event.ts";
import { type Asking, ask } from "../asking.ts";
import type { AsOfMoment } from "../moment.ts";
import { unsaidOf } from "../trials/trial-fault.ts";

/**
 * The pull request whose comments need not name this submission: it brought this version to main, or is tried by an order
 * that stands there. Asked of git and GitHub: who can write the ledger can write another number there.
 */
export function* ownPullOf(asOf: AsOfMoment, intent: Intent): Asking<number | undefined> {
  const { trial, commit } = intent;
  if (trial !== undefined) return (yield* unsaidOf(asOf, trial)) === undefined ? trial.pullRequest : undefined;
  const pull = yield* ask({ ask: "pull-request", commit, ...asOf });
  return pull?.into === "main" && (yield* isBroughtBy(intent)) ? pull.number : undefined;
}

function* isBroughtBy({ commit, folder, tag, version }: Intent): Asking<boolean> {
  const change = yield* ask({ ask: "last-change", commit, path: folder });
  if (change?.commit !== commit) return false;
  return validateOne(yield* ask({ ask: "production", at: commit, folder })).some(
    ({ accepted }) => accepted?.production.tag === tag && accepted.production.version === version,
  );
}
