import type { Comments } from "../../ports/people.ts";
import { asking, type Repo } from "./octokit.ts";
import { statusOf } from "./waits.ts";

/** Comments on issues and pull requests, as they are now. */
export const githubComments = ({ octokit, owner, repo }: Repo): Comments => ({
  comment: (id) =>
    asking("read a comment", "issues: write", async () => {
      try {
        const { data } = await octokit.rest.issues.getComment({ owner, repo, comment_id: id });
        const { node } = await octokit.graphql<Edits>(edits, { id: data.node_id });
        return {
          body: data.body ?? "",
          login: data.user?.login ?? "",
          pullRequest: Number(data.issue_url.split("/").at(-1)),
          at: data.created_at,
          editor:
            typeof node?.lastEditedAt === "string"
              ? (node.editor?.login ?? "somebody whose account is gone")
              : undefined,
        };
      } catch (error) {
        if (statusOf(error) === 404) return undefined;
        throw error;
      }
    }),
});

/**
 * REST does not say whether a comment was edited: `updated_at` counts whole seconds, and GitHub does not document what
 * else moves it. GraphQL does (docs.github.com/graphql, `IssueComment`): "The moment the editor made the last edit".
 */
const edits = `query ($id: ID!) { node(id: $id) { ... on IssueComment { lastEditedAt editor { login } } } }`;

type Edits = {
  readonly node: { readonly lastEditedAt?: string | null; readonly editor?: { readonly login: string } | null } | null;
};
