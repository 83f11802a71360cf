import { gitRunsBranch, runsBranchName } from "../adapters/git/app-branches.ts";
import { mainWanted, openClone } from "../adapters/git/job-clone.ts";
import { gitRevisions } from "../adapters/git/revisions.ts";
import { openApp } from "../adapters/github/app-branch.ts";
import { githubRunsPulls } from "../adapters/github/github-runs-pulls.ts";
import { jobMain } from "../adapters/runner/job-main.ts";
import { systemClock } from "../adapters/system/system-clock.ts";
import { type Proposed, proposeRuns } from "../flows/propose/propose-runs.ts";
import type { ProposeInputs } from "./inputs.ts";

export const propose = async (inputs: ProposeInputs): Promise<Proposed> => {
  const clock = systemClock();
  const { place, env, by } = await openApp(inputs.app, inputs.repository, inputs.url);
  const dir = await openClone({ ...inputs, env }, [mainWanted]);
  const { refs, foreign } = jobMain(dir, inputs, env);
  return proposeRuns(
    {
      branch: gitRunsBranch(dir, refs, clock, by),
      pulls: githubRunsPulls(place, runsBranchName),
      revisions: gitRevisions(dir, foreign),
      clock,
    },
    inputs.asked.answers,
  );
};
