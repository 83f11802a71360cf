import { acceptedAs, validateOne } from "../../cross-checks/check-sources.ts";
import type { Intent } from "../../ledger/event.ts";
import { placesOnMain } from "../../production/production.ts";
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
  if (!(yield* ask({ ask: "holds-request", at: commit, folder }))) return false;
  const production = acceptedAs(validateOne(yield* ask({ ask: "production", at: commit, folder })), tag)?.production;
  if (production?.version !== version) return false;
  return (yield* ask({ ask: "last-change", commit, paths: placesOnMain(production) }))?.commit === commit;
}
