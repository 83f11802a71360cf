import { type Call, ok, type Route } from "../call.ts";
import { resolveRevision } from "../git.ts";
import { textOf } from "../json.ts";
import { paged } from "../pages.ts";
import { needs } from "../permissions.ts";
import { notFound, Refusal } from "../refusal.ts";
import { fullName } from "../repository.ts";
import { commitShape, readCommit } from "../shapes/commit.ts";
import { nodeId } from "../shapes/node-id.ts";
import { fullRepositoryShape } from "../shapes/repository.ts";
import { api } from "./git-data.ts";

const metadata = { needs: [needs("metadata: read")], role: "read" } as const;
const administration = { needs: [needs("administration: read")], role: "admin" } as const;

const branch = async (call: Call) => {
  const repository = call.repository();
  const name = textOf(call.params["branch"]);
  const sha = await resolveRevision(repository.dir, `refs/heads/${name}`);
  if (sha === undefined) throw new Refusal(404, "Branch not found");
  const url = `${api(call)}/branches/${encodeURIComponent(name)}`;
  return ok({
    name,
    commit: commitShape(call.world, repository, await readCommit(repository, sha)),
    _links: { self: url, html: `${call.world.url()}/${fullName(repository)}/tree/${name}` },
    protected: repository.protections.has(name),
    protection: repository.protections.get(name) ?? { enabled: false },
    protection_url: `${url}/protection`,
  });
};

const protection = (call: Call) => {
  const found = call.repository().protections.get(textOf(call.params["branch"]));
  if (found === undefined) throw new Refusal(404, "Branch not protected");
  return ok(found);
};

const rulesets = (call: Call) =>
  paged(
    call,
    call.repository().rulesets.map((each, index) => ({ each, id: index + 1 })),
    ({ each, id }) => ({
      id,
      name: each.name,
      target: "branch",
      source_type: "Repository",
      source: fullName(call.repository()),
      enforcement: "active",
      node_id: nodeId("Ruleset", id),
    }),
  );

const branchRules = (call: Call) => {
  const name = textOf(call.params["branch"]);
  return paged(
    call,
    call
      .repository()
      .rulesets.filter((each) => each.branches.includes(name))
      .flatMap((each) => each.rules),
    (rule) => rule,
  );
};

const environment = (call: Call) => {
  const found = call.repository().environments.get(textOf(call.params["environment_name"]));
  if (found === undefined) throw notFound();
  const policy = found.branches === undefined ? null : { protected_branches: false, custom_branch_policies: true };
  return ok({
    id: found.id,
    node_id: nodeId("Environment", found.id),
    name: found.name,
    url: `${api(call)}/environments/${encodeURIComponent(found.name)}`,
    html_url: `${call.world.url()}/${fullName(call.repository())}/settings/environments/${found.id}`,
    created_at: call.repository().createdAt,
    updated_at: call.repository().createdAt,
    protection_rules:
      policy === null ? [] : [{ id: found.id, node_id: nodeId("Gate", found.id), type: "branch_policy" }],
    deployment_branch_policy: policy,
  });
};

const branchPolicies = (call: Call) => {
  const found = call.repository().environments.get(textOf(call.params["environment_name"]));
  if (found === undefined) throw notFound();
  const branches = found.branches ?? [];
  return ok({
    total_count: branches.length,
    branch_policies: branches.map((name, index) => ({
      id: found.id * 100 + index,
      node_id: nodeId("BranchPolicy", name),
      name,
      type: "branch",
    })),
  });
};

export const repositoryRoutes = {
  "repos/get": { ...metadata, answer: (call: Call) => ok(fullRepositoryShape(call.world, call.repository())) },
  "repos/get-branch": { needs: [needs("contents: read")], role: "read", answer: branch },
  "repos/get-branch-protection": { ...administration, answer: protection },
  "repos/get-repo-rulesets": { ...metadata, answer: rulesets },
  "repos/get-branch-rules": { ...metadata, answer: branchRules },
  "repos/get-environment": { needs: [needs("actions: read")], role: "read", answer: environment },
  "repos/list-deployment-branch-policies": { needs: [needs("actions: read")], role: "read", answer: branchPolicies },
  "actions/get-github-actions-default-workflow-permissions-repository": {
    ...administration,
    answer: () => ok({ default_workflow_permissions: "read", can_approve_pull_request_reviews: false }),
  },
} satisfies Readonly<Record<string, Route>>;
