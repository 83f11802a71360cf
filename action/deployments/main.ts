import { info } from "@actions/core";
import { tokenEnvironment } from "../adapters/git/fetch.ts";
import { openLedger } from "../adapters/git/job-clone.ts";
import { remoteRefs } from "../adapters/git/refs.ts";
import { githubDeployments } from "../adapters/github/github-deployments.ts";
import { openRepo } from "../adapters/github/octokit.ts";
import { gitLedger, ledgerRef } from "../adapters/ledger/git-ledger.ts";
import { numberInput, runnerVariable, secretInput } from "../adapters/runner/actions-inputs.ts";
import { acting } from "../adapters/runner/actions-report.ts";
import { systemClock } from "../adapters/system/system-clock.ts";
import { showDeployments } from "../flows/show-deployments.ts";

await acting(async () => {
  const { env } = process;
  const token = secretInput("github-token");
  const [server, repository] = [runnerVariable(env, "GITHUB_SERVER_URL"), runnerVariable(env, "GITHUB_REPOSITORY")];
  const page = `${server}/${repository}`;
  const place = { url: `${page}.git`, temporary: runnerVariable(env, "RUNNER_TEMP") };
  const login = tokenEnvironment(token, place.url);
  const dir = await openLedger({ ...place, env: login }, ledgerRef);
  const ledger = gitLedger({ dir, refs: remoteRefs(dir, place.url, login), clock: systemClock() });
  const deployments = githubDeployments(openRepo(token, repository), `${page}/blob/ledger`);
  const shown = await showDeployments({ ledger, deployments }, numberInput("most", 500));
  info(`${shown.made} deployments made, ${shown.told} states told, ${shown.left} left for the next run`);
  const [failure] = shown.failures;
  if (failure !== undefined) throw failure;
  return 0;
});
