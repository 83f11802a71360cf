import { mainWanted, openForValidation, tokenEnvironment } from "../adapters/git/job-clone.ts";
import { gitRevisions } from "../adapters/git/revisions.ts";
import { openAppBranch } from "../adapters/github/app-branch.ts";
import { githubConversation } from "../adapters/github/github-conversation.ts";
import { githubFormPulls } from "../adapters/github/github-form-pulls.ts";
import { githubIssues } from "../adapters/github/github-issues.ts";
import { githubPeople } from "../adapters/github/github-people.ts";
import { openRepo } from "../adapters/github/octokit.ts";
import { jobMain } from "../adapters/runner/job-main.ts";
import { systemClock } from "../adapters/system/system-clock.ts";
import { formBranchOf } from "../core/command/form-names.ts";
import { maxCommentBytes } from "../core/markdown/fit-doc.ts";
import { formRuleOf } from "../core/policy/form-rule.ts";
import { readRules, rulePlaces } from "../core/policy/rules.ts";
import { productionsFolder } from "../core/text/source-file.ts";
import type { FormPorts } from "../flows/form/keep-request.ts";
import type { JudgeCommit } from "../ports/form.ts";
import { validateApart } from "../validate/validate-apart.ts";
import type { FormInputs } from "./inputs.ts";

/** Bytes of a comment that stay for the words over the plan. */
const roomForWords = 2000;

/** Everything as the workflow, but the branch and its pull request, which are the App's. */
export const openPorts = async (inputs: FormInputs): Promise<FormPorts> => {
  const { token, repository, page, url, cache, issue, bot } = inputs;
  const clock = systemClock();
  const place = openRepo(token, repository);
  const env = tokenEnvironment(token, url);
  const dir = await openForValidation({ ...inputs, env }, [mainWanted]);
  const { refs, foreign } = jobMain(dir, inputs, env);
  const revisions = gitRevisions(dir, foreign);
  const people = githubPeople(place);
  const conversation = githubConversation(place, bot);
  return {
    issues: githubIssues(place),
    people,
    revisions,
    clock,
    rule: async () => {
      const main = await refs.read("refs/heads/main");
      const entries = main === undefined ? [] : await revisions.at(main).files(rulePlaces([productionsFolder]));
      return formRuleOf(readRules(entries));
    },
    asApp: () => openAsApp(inputs, dir),
    judge: judgeIn(dir, { cache, repository: page }),
    say: async (markdown) => void (await conversation.say(issue, "plan", markdown)),
  };
};

const openAsApp = async ({ app, repository, url, issue }: FormInputs, dir: string): ReturnType<FormPorts["asApp"]> => {
  const branch = formBranchOf(issue);
  const opened = await openAppBranch(app, repository, { dir, url, branch });
  return opened && { branch: opened.branch, pulls: githubFormPulls(opened.place, branch) };
};

/** As the comment on the pull request does, by the program of main. */
const judgeIn =
  (clone: string, { cache, repository }: { readonly cache: string; readonly repository: string }): JudgeCommit =>
  async ({ base, head, pullRequest, authors }) =>
    validateApart({
      clone,
      cache,
      base,
      head,
      comment: {
        into: "main",
        place: { repository, number: pullRequest, head },
        authors,
        at: new Date().toISOString(),
        late: undefined,
        tryout: { github: undefined, site: undefined },
        room: maxCommentBytes - roomForWords,
      },
    });
