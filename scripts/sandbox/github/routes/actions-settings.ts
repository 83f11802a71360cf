import { type Call, noContent, ok, type Route } from "../call.ts";
import { textOf } from "../json.ts";
import { needs } from "../permissions.ts";
import { Refusal } from "../refusal.ts";

const read = { needs: [needs("administration: read")], role: "admin" } as const;
const write = { needs: [needs("administration: write")], role: "admin" } as const;

const permissions = (call: Call) => {
  const { enabled, allowed } = call.repository().actions;
  return ok(enabled ? { enabled, allowed_actions: allowed } : { enabled });
};

const setPermissions = (call: Call) => {
  const { actions } = call.repository();
  actions.enabled = call.body["enabled"] === true;
  actions.allowed = allowances.find((each) => each === call.body["allowed_actions"]) ?? actions.allowed;
  return noContent;
};

const allowances = ["all", "local_only", "selected"] as const;

/** There are chosen actions only where the policy is to choose them. */
const chosenOf = (call: Call) => {
  const { actions } = call.repository();
  if (actions.allowed !== "selected") throw new Refusal(409, "Conflict");
  return actions;
};

const chosen = (call: Call) => {
  const { githubOwned, patterns } = chosenOf(call);
  return ok({ github_owned_allowed: githubOwned, verified_allowed: false, patterns_allowed: patterns });
};

const setChosen = (call: Call) => {
  const actions = chosenOf(call);
  actions.githubOwned = call.body["github_owned_allowed"] === true;
  actions.patterns = listOf(call.body["patterns_allowed"]).map((each) => textOf(each));
  return noContent;
};

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const workflowToken = (call: Call) => {
  const { writes, approves } = call.repository().actions;
  return ok({ default_workflow_permissions: writes ? "write" : "read", can_approve_pull_request_reviews: approves });
};

const setWorkflowToken = (call: Call) => {
  const { actions } = call.repository();
  actions.writes = call.body["default_workflow_permissions"] === "write";
  actions.approves = call.body["can_approve_pull_request_reviews"] === true;
  return noContent;
};

/** Those that are registered with the repository itself; an organization's are in lists of its own. */
const runners = (call: Call) => {
  const all = call.repository().runners.map(({ id, name, labels, ephemeral }) => ({
    id,
    name,
    os: "Linux",
    status: "online",
    busy: false,
    ephemeral,
    labels: labels.map((label, index) => ({
      id: index,
      name: label,
      type: label === "self-hosted" ? "read-only" : "custom",
    })),
  }));
  return ok({ total_count: all.length, runners: all });
};

export const actionsSettingsRoutes = {
  "actions/list-self-hosted-runners-for-repo": { ...read, answer: runners },
  "actions/get-github-actions-permissions-repository": { ...read, answer: permissions },
  "actions/set-github-actions-permissions-repository": { ...write, answer: setPermissions },
  "actions/get-allowed-actions-repository": { ...read, answer: chosen },
  "actions/set-allowed-actions-repository": { ...write, answer: setChosen },
  "actions/get-github-actions-default-workflow-permissions-repository": { ...read, answer: workflowToken },
  "actions/set-github-actions-default-workflow-permissions-repository": { ...write, answer: setWorkflowToken },
} satisfies Readonly<Record<string, Route>>;
