import { gitForeign } from "../adapters/foreign/git-foreign.ts";
import { gitRunsBranch, runsBranchName } from "../adapters/git/app-branches.ts";
import { mainWanted, openClone } from "../adapters/git/job-clone.ts";
import { remoteRefs } from "../adapters/git/refs.ts";
import { gitRevisions, hostsOfMain } from "../adapters/git/revisions.ts";
import { openApp } from "../adapters/github/app-branch.ts";
import { githubRunsPulls } from "../adapters/github/github-runs-pulls.ts";
import { info } from "../adapters/runner/actions-report.ts";
import { systemClock } from "../adapters/system/system-clock.ts";
import { type Proposed, proposeRuns } from "../flows/propose/propose-runs.ts";
import type { ProposeInputs } from "./inputs.ts";

export const propose = async ({
  asked,
  app,
  server,
  repository,
  temporary,
  cache,
}: ProposeInputs): Promise<Proposed> => {
  const clock = systemClock();
  const url = `${server}/${repository}.git`;
  const { place, env, by } = await openApp(app, repository, url);
  const dir = await openClone({ url, env, temporary }, [mainWanted]);
  const refs = remoteRefs(dir, url, env);
  const foreign = gitForeign({ cache, hosts: hostsOfMain(dir, refs), tell: info });
  return proposeRuns(
    {
      branch: gitRunsBranch(dir, refs, clock, by),
      pulls: githubRunsPulls(place, runsBranchName),
      revisions: gitRevisions(dir, foreign),
      clock,
    },
    asked.answers,
  );
};
