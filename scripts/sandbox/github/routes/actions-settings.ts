import { type Call, noContent, ok, type Route } from "../call.ts";
import { needs } from "../permissions.ts";

const read = { needs: [needs("administration: read")], role: "admin" } as const;
const write = { needs: [needs("administration: write")], role: "admin" } as const;

const permissions = (call: Call) => {
  const { enabled } = call.repository().actions;
  return ok(enabled ? { enabled, allowed_actions: "all" } : { enabled });
};

const setPermissions = (call: Call) => {
  call.repository().actions.enabled = call.body["enabled"] === true;
  return noContent;
};

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
  "actions/get-github-actions-default-workflow-permissions-repository": { ...read, answer: workflowToken },
  "actions/set-github-actions-default-workflow-permissions-repository": { ...write, answer: setWorkflowToken },
} satisfies Readonly<Record<string, Route>>;
