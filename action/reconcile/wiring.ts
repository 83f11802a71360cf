import { info } from "@actions/core";
import { gitForeign } from "../adapters/foreign/git-foreign.ts";
import { fetchPullRequest, tokenEnvironment } from "../adapters/git/fetch.ts";
import { hostsOfMain } from "../adapters/git/hosts-in-force.ts";
import { gitMain } from "../adapters/git/main-branch.ts";
import { remoteRefs } from "../adapters/git/refs.ts";
import { ledgerToken } from "../adapters/github/app-token.ts";
import { githubConversation } from "../adapters/github/github-conversation.ts";
import { githubLedger } from "../adapters/github/github-ledger.ts";
import { githubOverview } from "../adapters/github/github-overview.ts";
import { githubPeople } from "../adapters/github/github-people.ts";
import { githubTags } from "../adapters/github/github-tags.ts";
import { openRepo } from "../adapters/github/octokit.ts";
import type { Login } from "../adapters/panda/login.ts";
import { pandaRest } from "../adapters/panda/panda-rest.ts";
import { systemBash } from "../adapters/system/system-bash.ts";
import { systemClock } from "../adapters/system/system-clock.ts";
import type { ReconcilePorts } from "../flows/reconcile/ports.ts";
import type { Conversation } from "../ports/conversation.ts";
import type { Overview } from "../ports/overview.ts";
import type { ReconcileInputs } from "./inputs.ts";

export type Github = Pick<ReconcilePorts, "ledger" | "tags" | "clock" | "people"> & {
  readonly conversation: Conversation;
  readonly overview: Overview;
};

/** Ledger and tags as the App, people and talk as the workflow: all that there is without PanDA. */
export const openGithub = async ({ token, app, repository, bot }: ReconcileInputs): Promise<Github> => {
  const clock = systemClock();
  const place = openRepo(token, repository);
  const writer = openRepo(await ledgerToken(app, token, repository, clock.now()), repository);
  return {
    ledger: githubLedger(writer, clock),
    tags: githubTags(writer, clock),
    clock,
    people: githubPeople(place),
    conversation: githubConversation(place, bot),
    overview: githubOverview(place, bot),
  };
};

/** Main as it stands on GitHub at the moment of the question, in the checkout's objects; PanDA as who logged in. */
export const openPorts = (
  { token, repository, server, workspace, cache }: ReconcileInputs,
  github: Github,
  login: Login,
): Github & ReconcilePorts => {
  const url = `${server}/${repository}.git`;
  const refs = remoteRefs(workspace, url, tokenEnvironment(token));
  const foreign = gitForeign({ cache, hosts: hostsOfMain(workspace, refs), tell: info });
  return {
    ...github,
    main: gitMain(workspace, refs, foreign, (number) => fetchPullRequest(workspace, url, number, token)),
    panda: pandaRest(login, github.clock),
    bash: systemBash(),
  };
};
