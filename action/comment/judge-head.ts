import { warning } from "@actions/core";
import { gitForeign } from "../adapters/foreign/git-foreign.ts";
import { fetchPullRequest } from "../adapters/git/fetch.ts";
import { hostsAt } from "../adapters/git/hosts-in-force.ts";
import { knownRefs } from "../adapters/git/local.ts";
import { gitRevisions } from "../adapters/git/revisions.ts";
import { lastSuccess } from "../adapters/github/last-run.ts";
import type { Repo } from "../adapters/github/octokit.ts";
import { openPullRequest } from "../adapters/github/pulls.ts";
import { gitLedger } from "../adapters/ledger/git-ledger.ts";
import { systemBash } from "../adapters/system/system-bash.ts";
import { systemClock } from "../adapters/system/system-clock.ts";
import { describeError, Failure, orFailure } from "../core/problems/failure.ts";
import { lateWords } from "../core/view/late-words.ts";
import { planMarkdown } from "../core/view/plan-markdown.ts";
import { planView } from "../core/view/plan-view.ts";
import { checkRevision } from "../flows/check-revision.ts";
import type { JudgeInputs } from "./inputs.ts";

/** The plan of the open pull request with this head, made by this program from git's objects; `undefined`: there is none. */
export const judgeHead = async (
  place: Repo,
  { workspace, cache, server, repository, token, head, headOwner, headBranch, reconcileWorkflow }: JudgeInputs,
): Promise<{ readonly pullRequest: number; readonly body: string } | undefined> => {
  const pull = await openPullRequest(place, headOwner, headBranch, head);
  if (pull === undefined) return undefined;
  await fetchPullRequest(workspace, `${server}/${repository}.git`, pull.number, token);
  const ledger = gitLedger({ dir: workspace, refs: knownRefs(workspace), clock: systemClock() });
  const main = await knownRefs(workspace).read(`refs/heads/${pull.into}`);
  const hosts = hostsAt(workspace, async () => main ?? pull.base);
  const ports = {
    revisions: gitRevisions(workspace, gitForeign({ cache, hosts })),
    ledger,
    bash: systemBash(),
  };
  const view = planView(await checkRevision(ports, pull.base, pull.head, main));
  return { pullRequest: pull.number, body: planMarkdown(view, await lateNote(place, reconcileWorkflow)) };
};

/** Advice: a plan is posted without it where nobody may see the runs. */
const lateNote = async (place: Repo, workflow: string): Promise<string | undefined> => {
  const last = await orFailure(() => lastSuccess(place, workflow));
  if (!(last instanceof Failure)) return lateWords(last, new Date());
  warning(describeError(last));
  return undefined;
};
