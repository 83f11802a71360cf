import { gitForeign } from "../adapters/foreign/git-foreign.ts";
import { fetchPullRequest } from "../adapters/git/fetch.ts";
import { knownRefs } from "../adapters/git/local.ts";
import { gitMain } from "../adapters/git/main-branch.ts";
import { ledgerToken } from "../adapters/github/app-token.ts";
import { githubConversation } from "../adapters/github/github-conversation.ts";
import { githubLedger } from "../adapters/github/github-ledger.ts";
import { githubPeople } from "../adapters/github/github-people.ts";
import { githubTags } from "../adapters/github/github-tags.ts";
import { openRepo } from "../adapters/github/octokit.ts";
import type { Login } from "../adapters/panda/login.ts";
import { pandaRest } from "../adapters/panda/panda-rest.ts";
import { systemBash } from "../adapters/system/system-bash.ts";
import { systemClock } from "../adapters/system/system-clock.ts";
import type { ReconcilePorts } from "../flows/reconcile/ports.ts";
import type { Conversation } from "../ports/conversation.ts";
import type { ReconcileInputs } from "./inputs.ts";

/** Main from the checkout, ledger and tags as the App, people and talk as the workflow, PanDA as who logged in. */
export const openPorts = async (
  { token, app, repository, server, workspace, cache, bot }: ReconcileInputs,
  login: Login,
): Promise<ReconcilePorts & { readonly conversation: Conversation }> => {
  const clock = systemClock();
  const place = openRepo(token, repository);
  const writer = openRepo(await ledgerToken(app, token, repository, clock.now()), repository);
  return {
    main: gitMain(workspace, knownRefs(workspace), gitForeign(cache), (number) =>
      fetchPullRequest(workspace, `${server}/${repository}.git`, number, token),
    ),
    ledger: githubLedger(writer, clock),
    tags: githubTags(writer, clock),
    panda: pandaRest(login, clock),
    bash: systemBash(),
    clock,
    people: githubPeople(place),
    conversation: githubConversation(place, bot),
  };
};
