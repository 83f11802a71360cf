import { type Call, created, ok, type Route } from "../call.ts";
import { resolveRevision } from "../git.ts";
import { textOf } from "../json.ts";
import { paged } from "../pages.ts";
import { needs } from "../permissions.ts";
import type { Deployment, DeploymentStatus } from "../records.ts";
import { notFound, Refusal } from "../refusal.ts";
import { nodeId } from "../shapes/node-id.ts";
import { userShape } from "../shapes/user.ts";
import { api } from "./git-data.ts";

const read = { needs: [needs("deployments: read")], role: "read" } as const;
const write = { needs: [needs("deployments: write")], role: "write" } as const;

const shape = (call: Call, each: Deployment) => {
  const url = `${api(call)}/deployments/${each.id}`;
  return {
    url,
    id: each.id,
    node_id: nodeId("Deployment", each.id),
    sha: each.sha,
    ref: each.ref,
    task: each.task,
    payload: each.payload,
    original_environment: each.environment,
    environment: each.environment,
    description: each.description,
    creator: userShape(call.world, each.creator),
    created_at: each.createdAt,
    updated_at: each.statuses.at(-1)?.createdAt ?? each.createdAt,
    statuses_url: `${url}/statuses`,
    repository_url: api(call),
    transient_environment: false,
    production_environment: each.environment === "production",
  };
};

const statusShape = (call: Call, deployment: Deployment, each: DeploymentStatus) => {
  const url = `${api(call)}/deployments/${deployment.id}`;
  return {
    url: `${url}/statuses/${each.id}`,
    id: each.id,
    node_id: nodeId("DeploymentStatus", each.id),
    state: each.state,
    creator: userShape(call.world, each.creator),
    description: each.description,
    environment: deployment.environment,
    target_url: each.logUrl,
    log_url: each.logUrl,
    environment_url: each.environmentUrl,
    created_at: each.createdAt,
    updated_at: each.createdAt,
    deployment_url: url,
    repository_url: api(call),
  };
};

const create = async (call: Call) => {
  const ref = textOf(call.body["ref"]);
  const sha = await resolveRevision(call.repository().dir, `${ref}^{commit}`);
  if (sha === undefined) throw new Refusal(422, `No ref found for: ${ref}`);
  // Without a list of its own, a deployment waits for every check of the commit; here none of them has succeeded.
  if (!Array.isArray(call.body["required_contexts"]) || call.body["required_contexts"].length > 0)
    throw new Refusal(409, `Conflict: Commit status checks failed for ${ref}.`);
  const deployment: Deployment = {
    id: call.world.nextId(),
    sha,
    ref,
    task: textOf(call.body["task"], "deploy"),
    environment: textOf(call.body["environment"], "production"),
    description: textOf(call.body["description"]) || null,
    payload: call.body["payload"] ?? "",
    creator: call.token.login,
    createdAt: call.world.now(),
    statuses: [],
  };
  call.repository().deployments.push(deployment);
  return created(shape(call, deployment));
};

const deploymentOf = (call: Call): Deployment => {
  const found = call.repository().deployments.find((each) => each.id === Number(call.params["deployment_id"]));
  if (found === undefined) throw notFound();
  return found;
};

const list = (call: Call) => {
  const asked = (["sha", "ref", "task", "environment"] as const).flatMap((name) => {
    const value = call.query.get(name);
    return value === null ? [] : [{ name, value }];
  });
  const found = call.repository().deployments.filter((each) => asked.every(({ name, value }) => each[name] === value));
  return paged(call, found.toReversed(), (each) => shape(call, each));
};

const createStatus = (call: Call) => {
  const deployment = deploymentOf(call);
  const description = textOf(call.body["description"]);
  if (description.length > 140)
    throw new Refusal(422, "Validation Failed: description is too long (maximum is 140 characters)");
  const logUrl = textOf(call.body["log_url"], textOf(call.body["target_url"]));
  const status = {
    id: call.world.nextId(),
    state: textOf(call.body["state"]),
    creator: call.token.login,
    description,
    logUrl,
    environmentUrl: textOf(call.body["environment_url"]),
    createdAt: call.world.now(),
  };
  deployment.statuses.push(status);
  return created(statusShape(call, deployment, status));
};

const listStatuses = (call: Call) => {
  const deployment = deploymentOf(call);
  return paged(call, deployment.statuses.toReversed(), (each) => statusShape(call, deployment, each));
};

export const deploymentRoutes = {
  "repos/create-deployment": { ...write, answer: create },
  "repos/get-deployment": { ...read, answer: (call: Call) => ok(shape(call, deploymentOf(call))) },
  "repos/list-deployments": { ...read, answer: list },
  "repos/create-deployment-status": { ...write, answer: createStatus },
  "repos/list-deployment-statuses": { ...read, answer: listStatuses },
} satisfies Readonly<Record<string, Route>>;
