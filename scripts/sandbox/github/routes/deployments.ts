import type { Call, Route } from "../call.ts";
import { paged } from "../pages.ts";
import { needs } from "../permissions.ts";
import type { Deployment } from "../records.ts";
import { nodeId } from "../shapes/node-id.ts";
import { userShape } from "../shapes/user.ts";
import { api } from "./git-data.ts";

const shape = (call: Call, { id, sha, ref, environment, createdAt }: Deployment) => {
  const url = `${api(call)}/deployments/${id}`;
  return {
    ...{ url, id, node_id: nodeId("Deployment", id), sha, ref, environment, original_environment: environment },
    ...{ task: "deploy", payload: {}, description: null, creator: userShape(call.world, "github-actions[bot]") },
    ...{ created_at: createdAt, updated_at: createdAt, statuses_url: `${url}/statuses`, repository_url: api(call) },
    ...{ transient_environment: false, production_environment: false },
  };
};

const list = (call: Call) => {
  const environment = call.query.get("environment");
  const found = call.repository().deployments.filter((each) => [null, each.environment].includes(environment));
  return paged(call, found.toReversed(), (each) => shape(call, each));
};

export const deploymentRoutes = {
  "repos/list-deployments": { needs: [needs("deployments: read")], role: "read", answer: list },
} satisfies Readonly<Record<string, Route>>;
