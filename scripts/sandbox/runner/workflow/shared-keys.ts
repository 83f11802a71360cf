import { type PermissionName, type Permissions, permissionNames } from "../../github/permissions.ts";
import { fields, maybe, type Node, oneOf, text, wrong } from "./strict.ts";
import type { Concurrency } from "./workflow.ts";

/** The names a workflow may write; `metadata`, `members`, `workflows` and the like belong to Apps. */
const workflowNames = permissionNames.filter(
  (name) => !["metadata", "members", "administration", "environments", "variables", "workflows"].includes(name),
);

export const readPermissions = (node: Node): Permissions => {
  if (node.value === "read-all" || node.value === "write-all") {
    const level = node.value === "read-all" ? "read" : "write";
    return Object.fromEntries(workflowNames.map((name) => [name, level]));
  }
  const own = fields(node, workflowNames);
  const held: { [name in PermissionName]?: "read" | "write" } = {};
  for (const name of workflowNames) {
    const level = maybe(own[name], (each) => oneOf(each, ["read", "write", "none"]));
    if (level === "read" || level === "write") held[name] = level;
  }
  return held;
};

export const readConcurrency = (node: Node): Concurrency => {
  if (typeof node.value === "string") return { group: text(node), cancelInProgress: "false", queues: false };
  const own = fields(node, ["group", "cancel-in-progress", "queue"]);
  if (own.group === undefined) throw wrong(node, "must have a group");
  const queues = maybe(own.queue, (each) => oneOf(each, ["single", "max"])) === "max";
  const cancelInProgress = maybe(own["cancel-in-progress"], (each) => text(each)) ?? "false";
  if (queues && cancelInProgress === "true")
    throw wrong(node, "'queue: max' cannot be combined with 'cancel-in-progress: true'.");
  return { group: text(own.group), cancelInProgress, queues };
};

export const readDefaults = (node: Node): string => {
  const run = fields(node, ["run"]).run;
  const shell = run === undefined ? undefined : fields(run, ["shell"]).shell;
  if (shell === undefined) throw wrong(node, "must be run.shell");
  return oneOf(shell, ["bash"]);
};
