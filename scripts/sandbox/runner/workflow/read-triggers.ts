import { entries, fields, items, maybe, type Node, oneOf, text, texts, wrong } from "./strict.ts";
import type { Filter, Input, Triggers } from "./workflow.ts";

const names = [
  "pull_request",
  "pull_request_target",
  "pull_request_review",
  "merge_group",
  "push",
  "issues",
  "issue_comment",
  "workflow_run",
  "workflow_dispatch",
  "repository_dispatch",
  "schedule",
] as const;

export const readTriggers = (node: Node): Triggers => {
  if (typeof node.value === "string") return readNames(node, [node]);
  if (Array.isArray(node.value)) return readNames(node, items(node));
  const on = fields(node, names);
  const plain = (each: Node): Node => (each.value === null ? { ...each, value: {} } : each);
  const types = (each: Node, usual: readonly string[]) => ({
    types: maybe(fields(plain(each), ["types"]).types, texts) ?? usual,
  });
  return {
    ...(on.pull_request === undefined ? {} : { pull_request: readPullRequest(plain(on.pull_request)) }),
    ...(on.pull_request_target === undefined
      ? {}
      : { pull_request_target: readPullRequest(plain(on.pull_request_target)) }),
    ...(on.pull_request_review === undefined
      ? {}
      : { pull_request_review: types(on.pull_request_review, ["submitted", "edited", "dismissed"]) }),
    ...(on.merge_group === undefined ? {} : { merge_group: types(on.merge_group, ["checks_requested"]) }),
    ...(on.push === undefined ? {} : { push: readPush(plain(on.push)) }),
    // Without types all that GitHub has: none of the others happens here.
    ...(on.issues === undefined ? {} : { issues: types(on.issues, ["opened", "edited", "closed", "reopened"]) }),
    ...(on.issue_comment === undefined
      ? {}
      : { issue_comment: types(on.issue_comment, ["created", "edited", "deleted"]) }),
    ...(on.workflow_run === undefined ? {} : { workflow_run: readWorkflowRun(on.workflow_run) }),
    ...(on.workflow_dispatch === undefined
      ? {}
      : { workflow_dispatch: { inputs: readInputs(plain(on.workflow_dispatch)) } }),
    ...(on.repository_dispatch === undefined ? {} : { repository_dispatch: types(on.repository_dispatch, []) }),
    ...(on.schedule === undefined ? {} : { schedule: { crons: items(on.schedule).map(readCron) } }),
  };
};

/** `on: push`, `on: [push, workflow_dispatch]`: each as if nothing were said about it. */
const readNames = (node: Node, all: readonly Node[]): Triggers =>
  readTriggers({
    ...node,
    value: Object.fromEntries(
      all.map((each) => [
        oneOf(
          each,
          names.filter((name) => name !== "schedule" && name !== "workflow_run"),
        ),
        null,
      ]),
    ),
  });

const filter = (node: Node, only: Node | undefined, except: Node | undefined): Filter => {
  if (only !== undefined && except !== undefined) throw wrong(node, "takes a filter or its -ignore, not both");
  return { only: maybe(only, texts), except: maybe(except, texts) };
};

const readPullRequest = (node: Node) => {
  const own = fields(node, ["types", "branches", "branches-ignore", "paths", "paths-ignore"]);
  return {
    types: maybe(own.types, texts) ?? ["opened", "synchronize", "reopened"],
    branches: filter(node, own.branches, own["branches-ignore"]),
    paths: filter(node, own.paths, own["paths-ignore"]),
  };
};

const readPush = (node: Node) => {
  const own = fields(node, ["branches", "branches-ignore", "tags", "tags-ignore", "paths", "paths-ignore"]);
  return {
    branches: filter(node, own.branches, own["branches-ignore"]),
    tags: filter(node, own.tags, own["tags-ignore"]),
    paths: filter(node, own.paths, own["paths-ignore"]),
  };
};

const readWorkflowRun = (node: Node) => {
  const own = fields(node, ["workflows", "types", "branches", "branches-ignore"]);
  if (own.workflows === undefined) throw wrong(node, "must name its workflows");
  const types = maybe(own.types, texts) ?? [];
  // GitHub also tells "requested" and "in_progress", and all three unless asked; the sandbox tells "completed" only.
  if (types.length !== 1 || types[0] !== "completed") throw wrong(own.types ?? node, "must have types: [completed]");
  return { workflows: texts(own.workflows), types, branches: filter(node, own.branches, own["branches-ignore"]) };
};

const readCron = (node: Node): string => {
  const { cron } = fields(node, ["cron"]);
  if (cron === undefined || !/^(\S+ ){4}\S+$/.test(text(cron))) throw wrong(node, "must have a cron of five fields");
  return text(cron);
};

const readInputs = (node: Node): readonly Input[] => {
  const { inputs } = fields(node, ["inputs"]);
  return inputs === undefined
    ? []
    : entries(inputs).map(([name, each]) => readInput(name, each.value === null ? { ...each, value: {} } : each));
};

const readInput = (name: string, node: Node): Input => {
  const own = fields(node, ["description", "type", "required", "default", "options"]);
  return {
    name,
    type: maybe(own.type, (each) => oneOf(each, ["string", "boolean", "choice", "number"])) ?? "string",
    required: own.required?.value === true,
    default: maybe(own.default, (each) => text(each)),
    options: maybe(own.options, texts) ?? [],
  };
};
