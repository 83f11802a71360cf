import { formLabel } from "../../core/command/form-names.ts";
import { isSetting } from "../../core/form/settings.ts";
import type { IssueNow, IssueWords } from "../../core/policy/form-issue.ts";
import type { Issues } from "../../ports/people.ts";
import { githubComments } from "./github-comments.ts";
import { asking, type Repo } from "./octokit.ts";
import { accountOf } from "./pulls.ts";
import { statusOf } from "./waits.ts";

/** More edits or commands are not followed, and then somebody may be missing. */
const most = 100;

/** Issues with who edited them. The body is read first, so that who wrote it is among the editors that are read behind it. */
export const githubIssues = (place: Repo): Issues => {
  const { octokit, owner, repo } = place;
  return {
    issue: (number) =>
      asking("read the issue", "issues: read", async () => {
        try {
          const { data } = await octokit.rest.issues.get({ owner, repo, issue_number: number });
          if (data.pull_request !== undefined) return undefined;
          const labels = data.labels.map((label) => (typeof label === "string" ? label : (label.name ?? "")));
          return {
            number,
            author: accountOf(data.user),
            body: data.body ?? "",
            isOpen: data.state === "open",
            isOfForm: labels.includes(formLabel),
            comments: await commandsIn(place, number),
            editors: await editorsOf(place, number),
          };
        } catch (error) {
          if (statusOf(error) === 404 || statusOf(error) === 410) return undefined;
          throw error;
        }
      }),
  };
};

const commandsIn = async (place: Repo, number: number): Promise<readonly IssueWords[]> => {
  const { octokit, owner, repo } = place;
  const asked = { owner, repo, issue_number: number, per_page: 100 };
  const all = await octokit.paginate(octokit.rest.issues.listComments, asked);
  const commands = all.filter(({ body }) => isSetting(body ?? "")).slice(0, most);
  const { comment } = githubComments(place);
  const read = await Promise.all(commands.map(async ({ id, user }) => ({ user, now: await comment(id) })));
  return read.flatMap(({ user, now }) =>
    now === undefined ? [] : [{ by: accountOf(user), body: now.body, isEdited: now.editor !== undefined }],
  );
};

const editorsOf = async ({ octokit, owner, repo }: Repo, number: number): Promise<IssueNow["editors"]> => {
  const { repository } = await octokit.graphql<IssueEdits>(editsOfIssue, { owner, repo, number });
  return editorsIn(number, repository?.issue);
};

/** Whoever GitHub does not name may be anybody: what it leaves out is unknown, and never nobody. */
export const editorsIn = (number: number, issue: EditedIssue | null | undefined): IssueNow["editors"] => {
  const { totalCount, nodes } = issue?.userContentEdits ?? { totalCount: 0, nodes: [] };
  const editors = (nodes ?? []).map((edit) => edit?.editor ?? undefined);
  const isHidden = issue?.userContentEdits === null && issue.lastEditedAt !== null;
  const isLeftOut = editors.length < totalCount || editors.includes(undefined);
  return {
    accounts: editors.flatMap((editor) =>
      editor === undefined ? [] : [{ login: editor.login, isPerson: editor.__typename === "User" }],
    ),
    unknown:
      totalCount > most
        ? `issue #${number} was edited more than ${most} times`
        : !issue || isHidden || isLeftOut
          ? `GitHub does not say who edited issue #${number}`
          : undefined,
  };
};

/** REST does not say who edited (docs.github.com/graphql, `Issue.userContentEdits`). */
const editsOfIssue = `query ($owner: String!, $repo: String!, $number: Int!) { repository(owner: $owner, name: $repo) { issue(number: $number) { lastEditedAt userContentEdits(first: ${most}) { totalCount nodes { editor { __typename login } } } } } }`;

type IssueEdits = { readonly repository: { readonly issue: EditedIssue | null } | null };

type EditedIssue = {
  readonly lastEditedAt: string | null;
  readonly userContentEdits: {
    readonly totalCount: number;
    readonly nodes:
      | readonly ({ readonly editor: { readonly __typename: string; readonly login: string } | null } | null)[]
      | null;
  } | null;
};
