import { validateOne } from "../../core/cross-checks/check-sources.ts";
import type { Intent } from "../../core/ledger/event.ts";
import type { People } from "../../ports/people.ts";
import type { Pass } from "./pass.ts";
import { unsaidOf } from "./trial-fault.ts";

/**
 * The pull request whose comments need not name this submission: it brought this version to main, or is tried by an order
 * that stands there. Asked of git and GitHub: who can write the ledger can write another number there.
 */
export const ownPullOf = async (pass: Pass, people: People, intent: Intent): Promise<number | undefined> => {
  const { trial, commit } = intent;
  if (trial !== undefined) return (await unsaidOf(people, trial)) === undefined ? trial.pullRequest : undefined;
  const pull = await people.pullRequestOf(commit);
  return pull?.into === "main" && (await isBroughtBy(pass, intent)) ? pull.number : undefined;
};

const isBroughtBy = async ({ ports: { main } }: Pass, { commit, folder, tag, version }: Intent): Promise<boolean> => {
  const change = (await main.lastChanges(commit, [folder])).get(folder);
  if (change?.commit !== commit) return false;
  return validateOne(await main.at(commit).production(folder)).some(
    ({ accepted }) => accepted?.production.tag === tag && accepted.production.version === version,
  );
};
