import { type RuledPlace, rulesetOf } from "../../core/init/rulesets.ts";
import type { RuleInForce } from "../../core/init/settings.ts";
import type { RepositorySettings } from "../../ports/repository-settings.ts";
import { asking, type Repo, statusOf } from "./octokit.ts";

/** The settings of a repository as its administrator sees them. */
export const githubSettings = (place: Repo): RepositorySettings => {
  const { octokit, owner, repo } = place;
  const at = { owner, repo };
  const { rest } = octokit;
  const settings = <T>(what: string, call: () => Promise<T>): Promise<T> => asking(what, "administration: read", call);
  return {
    actions: () =>
      settings("see whether Actions are on", async () => {
        const { data } = await rest.actions.getGithubActionsPermissionsRepository(at);
        return data.enabled;
      }),
    workflowToken: () =>
      settings("see what tokens of workflows may", async () => {
        const { data } = await rest.actions.getGithubActionsDefaultWorkflowPermissionsRepository(at);
        return {
          writes: data.default_workflow_permissions === "write",
          approves: data.can_approve_pull_request_reviews,
        };
      }),
    environment: (name) => settings(`see the environment ${name}`, () => orNone(() => environmentOf(place, name))),
    rules: (ruled) =>
      settings(`see the rules of ${ruled}`, async () =>
        ruled === "main" ? [...(await branchRules(place)), ...(await protection(place))] : rulesetRules(place, ruled),
      ),
    hasBranch: (name) =>
      asking("see a branch", "contents: read", async () => {
        const found = await orNone(() => rest.repos.getBranch({ ...at, branch: name }));
        return found !== undefined;
      }),
    file: (path) => asking("read a file of main", "contents: read", () => orNone(() => textOnMain(place, path))),
  };
};

const environmentOf = async ({ octokit, owner, repo }: Repo, name: string) => {
  const { rest } = octokit;
  const here = { owner, repo, environment_name: name };
  const { data } = await rest.repos.getEnvironment(here);
  const page = { ...here, per_page: 100 };
  const own = data.deployment_branch_policy?.custom_branch_policies === true;
  return {
    branches: own ? (await octokit.paginate(rest.repos.listDeploymentBranchPolicies, page)).map(nameOrNone) : undefined,
    variables: (await octokit.paginate(rest.actions.listEnvironmentVariables, { ...page, per_page: 30 })).map(
      nameOrNone,
    ),
    secrets: (await octokit.paginate(rest.actions.listEnvironmentSecrets, page)).map(nameOrNone),
  };
};

const textOnMain = async ({ octokit, owner, repo }: Repo, path: string): Promise<string | undefined> => {
  const { data } = await octokit.rest.repos.getContent({ owner, repo, path, ref: "main" });
  return !Array.isArray(data) && "content" in data && data.type === "file"
    ? Buffer.from(data.content, "base64").toString("utf8")
    : undefined;
};

const nameOrNone = ({ name }: { readonly name?: string }): string => name ?? "";

const orNone = async <T>(call: () => Promise<T>): Promise<T | undefined> => {
  try {
    return await call();
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
};

type GithubRule = { readonly type?: string; readonly parameters?: object };

/** GitHub's own names of parameters; what is not there is not asked of anybody. */
const ruleOf = ({ type = "", parameters = {} }: GithubRule): RuleInForce => {
  const of = new Map<string, unknown>(Object.entries(parameters));
  const checks = of.get("required_status_checks");
  return {
    type,
    approvals: Number(of.get("required_approving_review_count") ?? 0),
    staleDismissed: of.get("dismiss_stale_reviews_on_push") === true,
    ownersReview: of.get("require_code_owner_review") === true,
    checks: Array.isArray(checks) ? checks.map((one: { readonly context?: unknown }) => String(one.context)) : [],
  };
};

const branchRules = async ({ octokit, owner, repo }: Repo): Promise<readonly RuleInForce[]> =>
  (await octokit.paginate(octokit.rest.repos.getBranchRules, { owner, repo, branch: "main", per_page: 100 })).map(
    ruleOf,
  );

/** The older way to protect a branch. */
const protection = async ({ octokit, owner, repo }: Repo): Promise<readonly RuleInForce[]> => {
  const found = await orNone(() => octokit.rest.repos.getBranchProtection({ owner, repo, branch: "main" }));
  if (found === undefined) return [];
  const {
    allow_deletions,
    allow_force_pushes,
    required_pull_request_reviews: reviews,
    required_status_checks,
  } = found.data;
  return [
    ...(allow_deletions?.enabled === true ? [] : [{ type: "deletion" }]),
    ...(allow_force_pushes?.enabled === true ? [] : [{ type: "non_fast_forward" }]),
    {
      type: "pull_request",
      approvals: reviews?.required_approving_review_count ?? 0,
      staleDismissed: reviews?.dismiss_stale_reviews === true,
      ownersReview: reviews?.require_code_owner_reviews === true,
      checks: required_status_checks?.contexts ?? [],
    },
  ];
};

/** Of rulesets that are in force exactly there; a wider one is told by its own name. */
const rulesetRules = async ({ octokit, owner, repo }: Repo, ruled: RuledPlace): Promise<readonly RuleInForce[]> => {
  const at = { owner, repo };
  const { target, include } = rulesetOf(ruled, true);
  const listed = await octokit.paginate(octokit.rest.repos.getRepoRulesets, { ...at, per_page: 100 });
  const active = listed.filter((one) => one.target === target && one.enforcement === "active");
  const whole = await Promise.all(
    active.map(async ({ id }) => (await octokit.rest.repos.getRepoRuleset({ ...at, ruleset_id: id })).data),
  );
  return whole.flatMap(({ conditions, rules = [] }) => {
    const covered: readonly string[] =
      conditions !== undefined && conditions !== null && "ref_name" in conditions
        ? (conditions.ref_name?.include ?? [])
        : [];
    return covered.some((pattern) => pattern === include || pattern === "~ALL") ? rules.map(ruleOf) : [];
  });
};
