import { info, setOutput } from "@actions/core";
import { acting } from "../adapters/actions-report.ts";
import { fetchPullRequest } from "../adapters/git-fetch.ts";
import { gitLedger } from "../adapters/git-ledger.ts";
import { knownRefs } from "../adapters/git-local.ts";
import { gitRevisions } from "../adapters/git-revisions.ts";
import { githubConversation } from "../adapters/github/github-conversation.ts";
import { openPullRequest } from "../adapters/github/github-people.ts";
import { openRepo } from "../adapters/github/octokit.ts";
import { systemBash } from "../adapters/system-bash.ts";
import { systemClock } from "../adapters/system-clock.ts";
import { planMarkdown } from "../core/view/plan-markdown.ts";
import { planView } from "../core/view/plan-view.ts";
import { checkRevision } from "../flows/check-revision.ts";
import { readInputs } from "./inputs.ts";

await acting(async () => {
  const inputs = readInputs(process.env);
  const place = openRepo(inputs.token, inputs.repository);
  if (inputs.kind === "post") {
    info(
      (await githubConversation(place, inputs.bot).say(inputs.pullRequest, "plan", inputs.body))
        ? "said"
        : "said already",
    );
    return 0;
  }
  const pull = await openPullRequest(place, inputs.headOwner, inputs.headBranch, inputs.head);
  if (pull === undefined) return 0;
  const { workspace } = inputs;
  await fetchPullRequest(workspace, `${inputs.server}/${inputs.repository}.git`, pull.number, inputs.token);
  const ledger = gitLedger({ dir: workspace, refs: knownRefs(workspace), clock: systemClock() });
  const checked = await checkRevision(
    { revisions: gitRevisions(workspace), ledger, bash: systemBash() },
    pull.base,
    pull.head,
  );
  setOutput("pull-request", String(pull.number));
  setOutput("body", planMarkdown(planView(checked)));
  return 0;
});
