import { Failure } from "../../core/problems/failure.ts";
import type { Overview } from "../../ports/overview.ts";
import { asking, type Repo } from "./octokit.ts";
import { findOwnIssue, type OwnIssue } from "./own-issue.ts";

const title = "SHREK: what runs, and what waits for a person";
const overviewMarker = "<!-- shrek:overview -->\n";
const issuesPermission = "issues: write";

export const githubOverview = ({ octokit, owner, repo }: Repo, bot: string): Overview => {
  const at = { owner, repo };
  const find = () => findOwnIssue({ octokit, owner, repo }, bot, overviewMarker);
  const create = async (body: string): Promise<void> => {
    const { data } = await octokit.rest.issues.create({ ...at, title, body });
    try {
      await asking("pin the overview", issuesPermission, () => octokit.graphql(pin, { issueId: data.node_id }));
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      throw new Failure(`The overview is issue #${data.number}, and it could not be pinned: ${error.message}`, {
        wayOut: "Pin it by hand; GitHub pins three issues at most.",
        cause: error,
      });
    }
  };
  /** What this pass saw last: a quiet one lists issues once. What it did not see is looked for again before it is made. */
  let seen: OwnIssue | undefined;
  return {
    current: () =>
      asking("read the overview", issuesPermission, async () => {
        seen = await find();
        return seen?.text;
      }),
    keep: (markdown) =>
      asking("keep the overview", issuesPermission, async () => {
        const body = `${overviewMarker}${markdown}`;
        const before = seen ?? (await find());
        seen = undefined;
        if (before === undefined) await create(body);
        else if (before.text === markdown && before.open) return false;
        else await octokit.rest.issues.update({ ...at, issue_number: before.number, body, state: "open" });
        return true;
      }),
  };
};

const pin = "mutation ($issueId: ID!) { pinIssue(input: { issueId: $issueId }) { issue { id } } }";
