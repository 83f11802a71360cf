import { generateKeyPairSync } from "node:crypto";
import { type Call, created, noContent, ok, type Route } from "../call.ts";
import { objectOf, textOf } from "../json.ts";
import { needs } from "../permissions.ts";
import type { Environment } from "../records.ts";
import { notFound, Refusal } from "../refusal.ts";
import { fullName } from "../repository.ts";
import { nodeId } from "../shapes/node-id.ts";
import { userShape } from "../shapes/user.ts";
import { api } from "./git-data.ts";

const nameOf = (call: Call): string => textOf(call.params["environment_name"]);
const environmentOf = (call: Call): Environment => {
  const found = call.repository().environments.get(nameOf(call));
  if (found === undefined) throw notFound();
  return found;
};

const rulesShape = (call: Call, { id, branches, reviewers, preventSelfReview }: Environment) => [
  ...(branches === undefined ? [] : [{ id, node_id: nodeId("Gate", id), type: "branch_policy" }]),
  ...(reviewers.length === 0
    ? []
    : [
        {
          id: id + 1,
          node_id: nodeId("Gate", id + 1),
          type: "required_reviewers",
          prevent_self_review: preventSelfReview,
          reviewers: reviewers.map((login) => ({ type: "User", reviewer: userShape(call.world, login) })),
        },
      ]),
];

const environmentShape = (call: Call, environment: Environment) => ({
  ...namedShape(call, environment),
  protection_rules: rulesShape(call, environment),
  deployment_branch_policy:
    environment.branches === undefined ? null : { protected_branches: false, custom_branch_policies: true },
});

const namedShape = (call: Call, { id, name }: Environment) => ({
  id,
  node_id: nodeId("Environment", id),
  name,
  url: `${api(call)}/environments/${encodeURIComponent(name)}`,
  html_url: `${call.world.url()}/${fullName(call.repository())}/settings/environments/${id}`,
  created_at: call.repository().createdAt,
  updated_at: call.repository().createdAt,
});

/** GitHub takes numbers of accounts. Teams are not built. */
const reviewersIn = (call: Call): readonly string[] => {
  const { reviewers } = call.body;
  if (!Array.isArray(reviewers)) return [];
  return reviewers.map((one: unknown) => {
    const { type, id } = objectOf(one);
    const user = [...call.world.users.values()].find((each) => each.id === id);
    if (type !== "User" || user === undefined) throw new Refusal(422, "Validation Failed");
    return user.login;
  });
};

const put = (call: Call) => {
  const name = nameOf(call);
  const known = call.repository().environments.get(name);
  const own = objectOf(call.body["deployment_branch_policy"])["custom_branch_policies"] === true;
  const branches = own ? (known?.branches ?? []) : undefined;
  const environment = {
    id: known?.id ?? call.world.nextId(),
    name,
    branches,
    reviewers: reviewersIn(call),
    preventSelfReview: call.body["prevent_self_review"] === true,
    variables: known?.variables ?? new Map<string, string>(),
    secrets: known?.secrets ?? new Map<string, string>(),
  };
  call.repository().environments.set(name, environment);
  return ok(environmentShape(call, environment));
};

const policyShape = (environment: Environment, name: string, index: number) => ({
  id: environment.id * 100 + index,
  node_id: nodeId("BranchPolicy", name),
  name,
  type: "branch",
});

const branchPolicies = (call: Call) => {
  const environment = environmentOf(call);
  const branches = environment.branches ?? [];
  const policies = branches.map((name, index) => policyShape(environment, name, index));
  return ok({ total_count: branches.length, branch_policies: policies });
};

const addPolicy = (call: Call) => {
  const environment = environmentOf(call);
  if (environment.branches === undefined) throw notFound();
  const name = textOf(call.body["name"]);
  call.repository().environments.set(environment.name, { ...environment, branches: [...environment.branches, name] });
  return ok(policyShape(environment, name, environment.branches.length));
};

const times = (call: Call) => ({ created_at: call.repository().createdAt, updated_at: call.repository().createdAt });

const listVariables = (call: Call) => {
  const { variables } = environmentOf(call);
  const shown = [...variables].map(([name, value]) => ({ name, value, ...times(call) }));
  return ok({ total_count: shown.length, variables: shown });
};

const addVariable = (call: Call) => {
  const { variables } = environmentOf(call);
  const name = textOf(call.body["name"]);
  if (variables.has(name)) throw new Refusal(409, "Already exists - Variable already exists");
  variables.set(name, textOf(call.body["value"]));
  return created({});
};

const setVariable = (call: Call) => {
  const { variables } = environmentOf(call);
  const name = textOf(call.params["name"]);
  if (!variables.has(name)) throw notFound();
  variables.set(name, textOf(call.body["value"]));
  return noContent;
};

const listSecrets = (call: Call) => {
  const { secrets } = environmentOf(call);
  const shown = [...secrets.keys()].map((name) => ({ name, ...times(call) }));
  return ok({ total_count: shown.length, secrets: shown });
};

/** The sandbox does not open what is sealed with it. */
const publicKey = (call: Call) => {
  environmentOf(call);
  const { publicKey: made } = generateKeyPairSync("x25519");
  const { x = "" } = made.export({ format: "jwk" });
  return ok({ key_id: "568250167242549743", key: Buffer.from(x, "base64url").toString("base64") });
};

/** The sandbox's own `gh` seals nothing, so this is the value; of the real one it is what nobody can use. */
const setSecret = (call: Call) => {
  const value = Buffer.from(textOf(call.body["encrypted_value"]), "base64").toString("utf8");
  environmentOf(call).secrets.set(textOf(call.params["secret_name"]), value);
  return created({});
};

const read = { needs: [needs("environments: read")], role: "write" } as const;
const write = { needs: [needs("environments: write")], role: "admin" } as const;
const shown = { needs: [needs("actions: read")], role: "read" } as const;
const administration = { needs: [needs("administration: write")], role: "admin" } as const;

export const environmentRoutes = {
  "repos/get-environment": { ...shown, answer: (call: Call) => ok(environmentShape(call, environmentOf(call))) },
  "repos/list-deployment-branch-policies": { ...shown, answer: branchPolicies },
  "repos/create-or-update-environment": { ...administration, answer: put },
  "repos/create-deployment-branch-policy": { ...administration, answer: addPolicy },
  "actions/list-environment-variables": { ...read, answer: listVariables },
  "actions/create-environment-variable": { ...write, answer: addVariable },
  "actions/update-environment-variable": { ...write, answer: setVariable },
  "actions/list-environment-secrets": { ...read, answer: listSecrets },
  "actions/get-environment-public-key": { ...read, answer: publicKey },
  "actions/create-or-update-environment-secret": { ...write, answer: setSecret },
} satisfies Readonly<Record<string, Route>>;
