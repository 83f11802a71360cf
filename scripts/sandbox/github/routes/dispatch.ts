import { parse } from "yaml";
import { type Call, noContent, ok, type Route } from "../call.ts";
import { resolveRevision } from "../git.ts";
import { isObject, type JsonObject, listOf, objectOf, textOf } from "../json.ts";
import { readObject } from "../objects.ts";
import { pageOf } from "../pages.ts";
import { example, payload } from "../payloads.ts";
import { needs } from "../permissions.ts";
import { Refusal } from "../refusal.ts";
import { fullName } from "../repository.ts";
import { nodeId } from "../shapes/node-id.ts";
import { readTree } from "../shapes/trees.ts";
import { emit } from "../world.ts";

const dispatch = async (call: Call) => {
  const { dir } = call.repository();
  const file = textOf(call.params["workflow_id"]);
  const path = `.github/workflows/${file}`;
  const given = textOf(call.body["ref"]);
  const short = given.replace(/^refs\/(heads|tags)\//, "");
  const kind = (await resolveRevision(dir, `refs/heads/${short}`)) !== undefined ? "heads" : "tags";
  if ((await resolveRevision(dir, `refs/${kind}/${short}`)) === undefined)
    throw new Refusal(422, `No ref found for: ${given}`);
  const found = await readObject(dir, `refs/${kind}/${short}:${path}`);
  if (found === undefined) throw new Refusal(404, "Not Found");
  if (call.repository().disabledWorkflows.has(file))
    throw new Refusal(422, "Cannot trigger a 'workflow_dispatch' on a disabled workflow");
  const inputs = takeInputs(found.bytes.toString("utf8"), objectOf(call.body["inputs"]));
  const ours = { inputs, ref: `refs/${kind}/${short}`, workflow: path };
  emit(
    call.world,
    call.repository(),
    call.token,
    "workflow_dispatch",
    payload(call.world, call.repository(), call.token.login, example("workflow_dispatch"), ours),
  );
  return noContent;
};

/** Its type is the event's action, whatever workflows make of it. */
const tellRepository = (call: Call) => {
  // GitHub's description wants the type, and a request without it does not come here.
  const { event_type: action, client_payload = {} } = call.body;
  const ours = { action, client_payload, branch: "main" };
  const { world, token } = call;
  const repository = call.repository();
  emit(
    world,
    repository,
    token,
    "repository_dispatch",
    payload(world, repository, token.login, example("repository_dispatch"), ours),
  );
  return noContent;
};

/** Texts, as a run finds them in its event: what was not given has its default. */
const takeInputs = (text: string, given: JsonObject): JsonObject => {
  const on: unknown = objectOf(parse(text))["on"];
  const trigger =
    on === "workflow_dispatch" ||
    (Array.isArray(on) && on.includes("workflow_dispatch")) ||
    (isObject(on) && "workflow_dispatch" in on);
  if (!trigger) throw new Refusal(422, "Workflow does not have 'workflow_dispatch' trigger");
  const declared = objectOf(objectOf(objectOf(on)["workflow_dispatch"])["inputs"]);
  const unknown = Object.keys(given).filter((name) => !(name in declared));
  if (unknown.length > 0) throw new Refusal(422, `Unexpected inputs provided: ${JSON.stringify(unknown)}`);
  return Object.fromEntries(
    Object.entries(declared).map(([name, input]) => [name, takeInput(name, objectOf(input), given[name])]),
  );
};

const takeInput = (name: string, declared: JsonObject, given: unknown): string => {
  const value = given ?? declared["default"];
  if (value === undefined && declared["required"] === true)
    throw new Refusal(422, `Required input '${name}' not provided`);
  const taken = String(value ?? (declared["type"] === "boolean" ? false : ""));
  const allowed =
    declared["type"] === "boolean"
      ? ["true", "false"]
      : declared["type"] === "choice"
        ? listOf(declared["options"]).map(String)
        : undefined;
  if (value !== undefined && allowed !== undefined && !allowed.includes(taken))
    throw new Refusal(422, `Provided value '${taken}' for input '${name}' not in the list of allowed values`);
  return taken;
};

const listRuns = (call: Call) => {
  const { query, params } = call;
  const asked = (name: string, values: readonly unknown[]): boolean =>
    query.get(name) === null || values.includes(query.get(name));
  const found = call
    .repository()
    .workflowRuns.filter((run) => textOf(run["path"]).endsWith(`/${params["workflow_id"]}`))
    .filter((run) => asked("branch", [run["head_branch"]]) && asked("event", [run["event"]]))
    .filter((run) => asked("head_sha", [run["head_sha"]]))
    .filter((run) => asked("status", [run["status"], run["conclusion"]]))
    .toReversed();
  const { items, link } = pageOf(call, found);
  return ok({ total_count: found.length, workflow_runs: items }, link === "" ? {} : { link });
};

const getRun = (call: Call) => {
  const found = call.repository().workflowRuns.find(({ id }) => String(id) === call.params["run_id"]);
  if (found === undefined) throw new Refusal(404, "Not Found");
  return ok(found);
};

/** Files of the default branch, and whether each starts anything. */
const listWorkflows = async (call: Call) => {
  const repository = call.repository();
  const { dir, defaultBranch, disabledWorkflows, createdAt } = repository;
  const folder = ".github/workflows";
  const entries = await readTree(dir, await resolveRevision(dir, `refs/heads/${defaultBranch}:${folder}`));
  const page = `${call.world.url()}/${fullName(repository)}`;
  const workflows = entries
    .filter(({ name }) => /.\.ya?ml$/.test(name))
    .map(({ name }, at) => ({
      id: repository.id * 1000 + at,
      node_id: nodeId("Workflow", at),
      name: name.replace(/\.ya?ml$/, ""),
      path: `${folder}/${name}`,
      state: disabledWorkflows.get(name) ?? "active",
      created_at: createdAt,
      updated_at: createdAt,
      url: `${page}/actions/workflows/${name}`,
      html_url: `${page}/blob/${defaultBranch}/${folder}/${name}`,
      badge_url: `${page}/workflows/${name}/badge.svg`,
    }));
  const { items, link } = pageOf(call, workflows);
  return ok({ total_count: workflows.length, workflows: items }, link === "" ? {} : { link });
};

const enableWorkflow = (call: Call) => {
  call.repository().disabledWorkflows.delete(textOf(call.params["workflow_id"]));
  return noContent;
};

export const dispatchRoutes = {
  "actions/get-workflow-run": { needs: [needs("actions: read")], role: "read", answer: getRun },
  "actions/create-workflow-dispatch": { needs: [needs("actions: write")], role: "write", answer: dispatch },
  "actions/list-repo-workflows": { needs: [needs("actions: read")], role: "read", answer: listWorkflows },
  "actions/enable-workflow": { needs: [needs("actions: write")], role: "write", answer: enableWorkflow },
  "repos/create-dispatch-event": { needs: [needs("contents: write")], role: "write", answer: tellRepository },
  "actions/list-workflow-runs": { needs: [needs("actions: read")], role: "read", answer: listRuns },
} satisfies Readonly<Record<string, Route>>;
