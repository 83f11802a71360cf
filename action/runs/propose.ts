import { gitForeign } from "../adapters/foreign/git-foreign.ts";
import { gitRunsBranch, runsBranchName } from "../adapters/git/app-branches.ts";
import { tokenEnvironment } from "../adapters/git/fetch.ts";
import { hostsOfMain } from "../adapters/git/hosts-in-force.ts";
import { mainWanted, openClone } from "../adapters/git/job-clone.ts";
import { remoteRefs } from "../adapters/git/refs.ts";
import { gitRevisions } from "../adapters/git/revisions.ts";
import { actAsApp } from "../adapters/github/app-token.ts";
import { githubRunsPulls, gitNameOf } from "../adapters/github/github-runs-pulls.ts";
import { openRepo } from "../adapters/github/octokit.ts";
import { info } from "../adapters/runner/job-log.ts";
import { systemClock } from "../adapters/system/system-clock.ts";
import { type Proposed, proposeRuns } from "../flows/propose/propose-runs.ts";
import type { ProposeInputs } from "./inputs.ts";

/** As the App alone: what it opens starts the check, and its token can write contents and pull requests only. */
export const propose = async ({
  asked,
  app,
  server,
  repository,
  temporary,
  cache,
}: ProposeInputs): Promise<Proposed> => {
  const clock = systemClock();
  const { token, slug } = await actAsApp(app, repository, clock.now(), {
    permissions: { contents: "write", pull_requests: "write" },
  });
  const place = openRepo(token, repository);
  const url = `${server}/${repository}.git`;
  const env = tokenEnvironment(token, url);
  const dir = await openClone({ url, env, temporary }, [mainWanted]);
  const refs = remoteRefs(dir, url, env);
  const foreign = gitForeign({ cache, hosts: hostsOfMain(dir, refs), tell: info });
  const name = await gitNameOf(place, `${slug}[bot]`);
  return proposeRuns(
    {
      branch: gitRunsBranch(dir, refs, clock, name),
      pulls: githubRunsPulls(place, runsBranchName),
      revisions: gitRevisions(dir, foreign),
      clock,
    },
    asked.answers,
  );
};
