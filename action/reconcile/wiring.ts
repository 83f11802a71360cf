import { info } from "@actions/core";
import { gitForeign } from "../adapters/foreign/git-foreign.ts";
import { fetchPullRequest, tokenEnvironment } from "../adapters/git/fetch.ts";
import { hostsOfMain } from "../adapters/git/hosts-in-force.ts";
import { gitMain } from "../adapters/git/main-branch.ts";
import { type GitRefs, remoteRefs } from "../adapters/git/refs.ts";
import { gitTags } from "../adapters/git/tags.ts";
import { ledgerToken } from "../adapters/github/app-token.ts";
import { githubConversation } from "../adapters/github/github-conversation.ts";
import { githubOverview } from "../adapters/github/github-overview.ts";
import { githubPeople } from "../adapters/github/github-people.ts";
import { openRepo } from "../adapters/github/octokit.ts";
import { gitLedger } from "../adapters/ledger/git-ledger.ts";
import { gitLedgerChanges } from "../adapters/ledger/git-ledger-changes.ts";
import type { Login } from "../adapters/panda/login.ts";
import { pandaCache } from "../adapters/panda/panda-cache.ts";
import { pandaRest } from "../adapters/panda/panda-rest.ts";
import { pandaWatch } from "../adapters/panda/panda-watch.ts";
import { systemBash } from "../adapters/system/system-bash.ts";
import { systemClock } from "../adapters/system/system-clock.ts";
import type { ReconcilePorts } from "../flows/reconcile/ports.ts";
import type { Conversation } from "../ports/conversation.ts";
import type { LedgerChanges } from "../ports/ledger-changes.ts";
import type { Overview } from "../ports/overview.ts";
import type { ReconcileInputs } from "./inputs.ts";

export type Github = Pick<ReconcilePorts, "ledger" | "tags" | "clock" | "people"> & {
  readonly conversation: Conversation;
  readonly overview: Overview;
  readonly changes: LedgerChanges;
};

/** Ledger and tags by git as the App, people and talk as the workflow: all that there is without PanDA. */
export const openGithub = async (inputs: ReconcileInputs): Promise<Github> => {
  const { token, app, repository, commands, bot, workspace } = inputs;
  const clock = systemClock();
  const place = openRepo(token, repository);
  const writer = await ledgerToken(app, token, repository, clock.now());
  const refs = refsOf(inputs, writer);
  return {
    ledger: gitLedger({ dir: workspace, refs, clock }),
    tags: gitTags(workspace, refs, clock),
    clock,
    people: githubPeople(place, commands),
    conversation: githubConversation(place, bot),
    overview: githubOverview(place, bot),
    changes: gitLedgerChanges(workspace),
  };
};

const urlOf = ({ server, repository }: ReconcileInputs): string => `${server}/${repository}.git`;
/** The repository on GitHub, with its objects in the checkout. */
const refsOf = (inputs: ReconcileInputs, token: string): GitRefs =>
  remoteRefs(inputs.workspace, urlOf(inputs), tokenEnvironment(token, urlOf(inputs)));

/** Main as it stands on GitHub at the moment of the question, in the checkout's objects; PanDA as who logged in. */
export const openPorts = (inputs: ReconcileInputs, github: Github, login: Login): Github & ReconcilePorts => {
  const { token, workspace, cache } = inputs;
  const refs = refsOf(inputs, token);
  const foreign = gitForeign({ cache, hosts: hostsOfMain(workspace, refs), tell: info });
  return {
    ...github,
    main: gitMain(workspace, refs, foreign, (number) => fetchPullRequest(workspace, urlOf(inputs), number, token)),
    panda: pandaRest(login),
    cache: pandaCache(login, github.clock),
    watch: pandaWatch(login),
    bash: systemBash(),
  };
};
