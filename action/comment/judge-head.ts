import { gitForeign } from "../adapters/foreign/git-foreign.ts";
import { fetchPullRequest } from "../adapters/git/fetch.ts";
import { knownRefs } from "../adapters/git/local.ts";
import { gitRevisions } from "../adapters/git/revisions.ts";
import { openPullRequest } from "../adapters/github/github-people.ts";
import type { Repo } from "../adapters/github/octokit.ts";
import { gitLedger } from "../adapters/ledger/git-ledger.ts";
import { systemBash } from "../adapters/system/system-bash.ts";
import { systemClock } from "../adapters/system/system-clock.ts";
import { planMarkdown } from "../core/view/plan-markdown.ts";
import { planView } from "../core/view/plan-view.ts";
import { checkRevision } from "../flows/check-revision.ts";
import type { JudgeInputs } from "./inputs.ts";

/** The plan of the open pull request with this head, made by this program from git's objects; `undefined`: there is none. */
export const judgeHead = async (
  place: Repo,
  { workspace, cache, server, repository, token, head, headOwner, headBranch }: JudgeInputs,
): Promise<{ readonly pullRequest: number; readonly body: string } | undefined> => {
  const pull = await openPullRequest(place, headOwner, headBranch, head);
  if (pull === undefined) return undefined;
  await fetchPullRequest(workspace, `${server}/${repository}.git`, pull.number, token);
  const ledger = gitLedger({ dir: workspace, refs: knownRefs(workspace), clock: systemClock() });
  const ports = {
    revisions: gitRevisions(workspace, gitForeign(cache)),
    ledger,
    bash: systemBash(),
  };
  return { pullRequest: pull.number, body: planMarkdown(planView(await checkRevision(ports, pull.base, pull.head))) };
};
