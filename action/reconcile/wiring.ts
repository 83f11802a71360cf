import {
  fetchCommit,
  fetchPullRequest,
  mainWanted,
  openClone,
  openLedger,
  tokenEnvironment,
} from "../adapters/git/job-clone.ts";
import { gitMain } from "../adapters/git/main-branch.ts";
import { remoteRefs } from "../adapters/git/refs.ts";
import { gitTags } from "../adapters/git/tags.ts";
import { ledgerToken } from "../adapters/github/app-token.ts";
import { githubConversation } from "../adapters/github/github-conversation.ts";
import { githubPeople } from "../adapters/github/github-people.ts";
import { openHastyRepo } from "../adapters/github/octokit.ts";
import { githubDrift, githubOverview, githubOwners } from "../adapters/github/own-issue.ts";
import { gitLedger, ledgerRef } from "../adapters/ledger/git-ledger.ts";
import { gitLedgerChanges } from "../adapters/ledger/git-ledger-changes.ts";
import { webhooks } from "../adapters/news/webhook.ts";
import type { Login } from "../adapters/panda/login.ts";
import { pandaCache } from "../adapters/panda/panda-cache.ts";
import { pandaRest } from "../adapters/panda/panda-rest.ts";
import { pandaWatch } from "../adapters/panda/panda-watch.ts";
import { openCatalogue, openKeeper, openStored } from "../adapters/rucio/open-catalogue.ts";
import { warning } from "../adapters/runner/actions-report.ts";
import { jobMain } from "../adapters/runner/job-main.ts";
import { systemBash } from "../adapters/system/system-bash.ts";
import { systemClock } from "../adapters/system/system-clock.ts";
import { describeError, Outage, RepositoryOutage } from "../core/problems/failure.ts";
import type { OverviewPorts } from "../flows/reconcile/keep-overview.ts";
import type { ReconcilePorts } from "../flows/reconcile/ports.ts";
import { reportOutage } from "../flows/reconcile/report.ts";
import type { Conversation } from "../ports/conversation.ts";
import type { LedgerChanges } from "../ports/ledger-changes.ts";
import type { News } from "../ports/news.ts";
import type { DriftIssue, Overview } from "../ports/overview.ts";
import type { OwnersAsked } from "../ports/owners-asked.ts";
import type { ReconcileInputs } from "./inputs.ts";

export type Github = Pick<ReconcilePorts, "ledger" | "tags" | "clock" | "people" | "allowance"> & {
  /** Main, with all that was before. */
  readonly clone: string;
  readonly conversation: Conversation;
  readonly overview: Overview;
  readonly owners: OwnersAsked;
  readonly news: News;
  readonly driftIssue: DriftIssue;
  readonly changes: LedgerChanges;
};

/** A clone of main, and one of the ledger's end; ledger and tags by git as the App, people and talk as the workflow: all that there is without PanDA. */
export const openGithub = async (inputs: ReconcileInputs): Promise<Github> => {
  const { token, app, repository, bot, url } = inputs;
  const clock = systemClock();
  const place = openHastyRepo(token, repository);
  const writer = await ledgerToken(app, token, repository, clock.now());
  const asWriter = tokenEnvironment(writer, url);
  const [clone, dir] = await Promise.all([
    openClone({ ...inputs, env: tokenEnvironment(token, url) }, [mainWanted]),
    openLedger({ ...inputs, env: asWriter }, ledgerRef),
  ]);
  return {
    clone,
    ledger: gitLedger({ dir, refs: remoteRefs(dir, url, asWriter), clock }),
    tags: gitTags(clone, remoteRefs(clone, url, asWriter), clock),
    clock,
    allowance: place.allowance,
    people: githubPeople(place),
    conversation: githubConversation(place, bot),
    overview: githubOverview(place, bot),
    owners: githubOwners(place, bot),
    driftIssue: githubDrift(place, bot),
    news: webhooks(inputs.news),
    changes: gitLedgerChanges(dir, (commit) => fetchCommit(dir, { url, env: asWriter }, commit)),
  };
};

/** Main as GitHub has it at the moment of the question, in the clone's objects; PanDA as the account that logged in. */
export const openPorts = (inputs: ReconcileInputs, github: Github, login: Login): Github & ReconcilePorts => {
  const { token, url } = inputs;
  const { clone } = github;
  const { refs, foreign } = jobMain(clone, inputs, tokenEnvironment(token, url));
  return {
    ...github,
    main: gitMain(clone, refs, foreign, (number) => fetchPullRequest(clone, inputs, number)),
    panda: pandaRest(login),
    cache: pandaCache(login, github.clock),
    watch: pandaWatch(login),
    bash: systemBash(),
    catalogue: openCatalogue(inputs.rucio),
    stored: openStored(inputs.rucio),
    keeper: openKeeper(inputs.rucio),
  };
};

/** Runs what needs PanDA. Where PanDA, or who logs in to it, is away, the overview says so; the Outage goes on. */
export const tellingOutage =
  (open: () => Promise<OverviewPorts>, page: string) =>
  async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Outage && !(error instanceof RepositoryOutage))
        for (const trouble of await reportOutage(open, page, describeError(error))) warning(trouble);
      throw error;
    }
  };
