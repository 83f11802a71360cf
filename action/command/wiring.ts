import {
  fetchPullRequest,
  mainWanted,
  openClone,
  openForValidation,
  openLedger,
  tokenEnvironment,
} from "../adapters/git/job-clone.ts";
import { revisionNamed } from "../adapters/git/local.ts";
import { remoteRefs } from "../adapters/git/refs.ts";
import { gitRevisions } from "../adapters/git/revisions.ts";
import { openAppBranch } from "../adapters/github/app-branch.ts";
import { ledgerToken } from "../adapters/github/app-token.ts";
import { commentAnswer } from "../adapters/github/comment-answer.ts";
import { githubComments } from "../adapters/github/github-comments.ts";
import { githubConversation } from "../adapters/github/github-conversation.ts";
import { githubMainLine } from "../adapters/github/github-main-line.ts";
import { githubPeople } from "../adapters/github/github-people.ts";
import { githubRules } from "../adapters/github/github-rules.ts";
import { githubExtensionPulls } from "../adapters/github/github-runs-pulls.ts";
import { githubStarter } from "../adapters/github/github-starter.ts";
import { openRepo } from "../adapters/github/octokit.ts";
import { gitLedger, ledgerRef } from "../adapters/ledger/git-ledger.ts";
import { warning } from "../adapters/runner/actions-report.ts";
import { jobMain } from "../adapters/runner/job-main.ts";
import { summaryAnswer } from "../adapters/runner/summary-answer.ts";
import { systemClock } from "../adapters/system/system-clock.ts";
import { onceEach } from "../core/text/once.ts";
import type { CommandPorts } from "../flows/commands/command-request.ts";
import type { Answering } from "../ports/answering.ts";
import type { ExtensionPlace } from "../ports/form.ts";
import type { People } from "../ports/people.ts";
import { validateApart } from "../validate/validate-apart.ts";
import type { CommandInputs } from "./inputs.ts";

/** Who may do what; each login is asked about once. */
export const openPeople = ({ token, repository }: Pick<CommandInputs, "token" | "repository">): People => {
  const people = githubPeople(openRepo(token, repository));
  return { ...people, permission: onceEach((login) => people.permission(login)) };
};

/** Where the person who gave it reads what became of it. */
export const openAnswer = ({ token, repository, bot, comment }: CommandInputs): Answering =>
  comment === undefined
    ? summaryAnswer()
    : commentAnswer(githubConversation(openRepo(token, repository), bot), comment, warning);

/** The ledger by git as the App, everything else as the workflow: no checkout, and no secret of PanDA. */
export const openPorts = async (inputs: CommandInputs, people: People): Promise<CommandPorts> => {
  const { token, app, repository, bot, page, url } = inputs;
  const clock = systemClock();
  const place = openRepo(token, repository);
  const env = tokenEnvironment(await ledgerToken(app, token, repository, clock.now()), url);
  const dir = await openLedger({ ...inputs, env }, ledgerRef);
  const conversation = githubConversation(place, bot);
  return {
    ledger: gitLedger({ dir, refs: remoteRefs(dir, url, env), clock }),
    main: githubMainLine(place),
    clock,
    answer: openAnswer(inputs),
    rights: { people, rules: githubRules(place) },
    starter: githubStarter(place),
    comments: githubComments(place),
    conversation,
    page,
    faultOf: (pullRequest, head) => faultOf(inputs, pullRequest, head),
    asApp: (branch) => openExtensionPlace(inputs, branch),
  };
};

/** By the check that the pull request runs, in a process without secrets. A head that was replaced meanwhile is asked about by reconcile. */
const faultOf = async (inputs: CommandInputs, pullRequest: number, head: string): Promise<string | undefined> => {
  const { token, url, cache } = inputs;
  const clone = await openForValidation({ ...inputs, env: tokenEnvironment(token, url) }, [mainWanted]);
  await fetchPullRequest(clone, inputs, pullRequest);
  const base = await revisionNamed(clone, "refs/remotes/origin/main");
  if (base === undefined || (await revisionNamed(clone, head)) === undefined) return undefined;
  const { problems } = await validateApart({ clone, cache, base, head });
  const [error] = problems.filter(({ severity }) => severity === "error");
  return error && `${error.file}:${error.line}: ${error.message}`;
};

/** Main with its history, of which no other command needs more than its rules. */
const openExtensionPlace = async (inputs: CommandInputs, branch: string): Promise<ExtensionPlace | undefined> => {
  const { token, app, repository, url } = inputs;
  const env = tokenEnvironment(token, url);
  const dir = await openClone({ ...inputs, env }, [mainWanted]);
  const opened = await openAppBranch(app, repository, { dir, url, branch });
  if (opened === undefined) return undefined;
  const revisions = gitRevisions(dir, jobMain(dir, inputs, env).foreign);
  return {
    slug: opened.slug,
    branch: opened.branch,
    pulls: githubExtensionPulls(opened.place, branch),
    sourceAt: async (main, folder) => {
      const snapshot = revisions.at(main);
      return (await snapshot.holding([folder])).length === 0 ? undefined : snapshot.production(folder);
    },
  };
};
