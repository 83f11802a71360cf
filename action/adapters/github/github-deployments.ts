import { byParts } from "../../core/text/by-parts.ts";
import type { DeploymentState } from "../../core/view/deployment-of.ts";
import type { Deployments, MadeDeployment } from "../../ports/deployments.ts";
import { asking, type Repo } from "./octokit.ts";

/** GitHub's word for what a deployment does; by it ours are known among others. */
const task = "shrek";
const deploymentsPermission = "deployments: write";
/** Tags of one query, and deployments of one page: GitHub gives at most 100. */
const tagsAtOnce = 50;
const pageSize = 100;

/** `pages`: the address below which the pages of the ledger are. */
export const githubDeployments = (place: Repo, pages: string): Deployments => ({
  of: (tags) =>
    asking("list deployments", deploymentsPermission, async () => {
      const made: MadeDeployment[] = [];
      for (const environments of byParts(tags, tagsAtOnce))
        for (let page: DeploymentPage | undefined; page?.pageInfo.hasNextPage !== false; ) {
          page = await pageAfter(place, environments, page?.pageInfo.endCursor ?? null);
          made.push(...page.nodes.flatMap((node) => madeOf(node) ?? []));
        }
      return made;
    }),
  make: ({ tag, version, commit }) =>
    asking(`make the deployment of ${tag} ${version}`, deploymentsPermission, async () => {
      const { octokit, owner, repo } = place;
      const { data } = await octokit.rest.repos.createDeployment({
        ...{ owner, repo, task, ref: commit, environment: tag, description: environmentName(tag, version) },
        // It only shows what was merged: it merges nothing, and waits for no check.
        ...{ auto_merge: false, required_contexts: [], production_environment: false },
      });
      if ("id" in data) return data.id;
      throw new Error(`GitHub made no deployment: ${data.message ?? ""}`);
    }),
  say: (id, { state, description, log, page }) =>
    asking("say how a deployment stands", deploymentsPermission, async () => {
      const { octokit, owner, repo } = place;
      await octokit.rest.repos.createDeploymentStatus({
        ...{ owner, repo, deployment_id: id, state, description, log_url: log, environment_url: `${pages}/${page}` },
        // An older version's data stay as good as they were.
        auto_inactive: false,
      });
    }),
});

const environmentName = (tag: string, version: string): string => `${tag} ${version}`;

const query = `query ($owner: String!, $repo: String!, $environments: [String!], $first: Int, $after: String) {
  repository(owner: $owner, name: $repo) {
    deployments(environments: $environments, first: $first, after: $after) {
      nodes { databaseId task environment description createdAt latestStatus { state description logUrl createdAt } }
      pageInfo { endCursor hasNextPage }
    }
  }
}`;

const pageAfter = async (
  { octokit, owner, repo }: Repo,
  environments: readonly string[],
  after: string | null,
): Promise<DeploymentPage> => {
  const asked = { owner, repo, environments, first: pageSize, after };
  const { repository } = await octokit.graphql<{ readonly repository: { readonly deployments: DeploymentPage } }>(
    query,
    asked,
  );
  return repository.deployments;
};

type DeploymentNode = {
  readonly databaseId: number;
  readonly task: string | null;
  readonly environment: string | null;
  readonly description: string | null;
  readonly createdAt: string;
  readonly latestStatus: {
    readonly state: string;
    readonly description: string | null;
    readonly logUrl: string | null;
    readonly createdAt: string;
  } | null;
};

/** What the query asks for; GitHub's schema says that it is there. */
type DeploymentPage = {
  readonly nodes: readonly DeploymentNode[];
  readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
};

/** `undefined`: somebody else made it. */
const madeOf = ({ databaseId, task: own, environment, description, createdAt, latestStatus }: DeploymentNode) => {
  const [, tag, version] = /^(\S+) (\S+)$/.exec(description ?? "") ?? [];
  if (own !== task || tag === undefined || version === undefined || tag !== environment) return undefined;
  return {
    ...{ id: databaseId, tag, version, made: createdAt },
    says:
      latestStatus === null
        ? undefined
        : {
            // A state that we never write is simply another one.
            state: latestStatus.state.toLowerCase() as DeploymentState,
            description: latestStatus.description ?? "",
            log: latestStatus.logUrl ?? "",
            at: latestStatus.createdAt,
          },
  };
};
