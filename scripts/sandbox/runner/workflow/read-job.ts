import { readConcurrency, readDefaults, readPermissions } from "./shared-keys.ts";
import { fields, items, maybe, type Node, oneOf, text, textMap, texts, wrong } from "./strict.ts";
import type { Job, Run, Step, Uses } from "./workflow.ts";

const jobKeys = [
  "name",
  "runs-on",
  "needs",
  "if",
  "permissions",
  "environment",
  "concurrency",
  "outputs",
  "env",
  "steps",
  "timeout-minutes",
  "defaults",
] as const;

/** Minutes, after which GitHub ends a job there (docs.github.com, GitHub-hosted runners). */
const mostOnSlim = 15;

export const readJob = (id: string, node: Node, shell: string | undefined): Job => {
  const own = fields(node, jobKeys);
  if (own["runs-on"] === undefined || own.steps === undefined) throw wrong(node, "a job has `runs-on` and `steps`");
  return {
    id,
    name: maybe(own.name, (each) => text(each)) ?? id,
    needs: maybe(own.needs, texts) ?? [],
    if: maybe(own.if, (each) => text(each, true)),
    permissions: maybe(own.permissions, readPermissions),
    environment: maybe(own.environment, readEnvironment),
    runsOn: readRunsOn(own["runs-on"]),
    concurrency: maybe(own.concurrency, readConcurrency),
    outputs: textMap(own.outputs),
    env: textMap(own.env),
    steps: items(own.steps).map(readStep),
    timeoutMinutes: Math.min(
      maybe(own["timeout-minutes"], minutes) ?? 360,
      own["runs-on"].value === "ubuntu-slim" ? mostOnSlim : Number.POSITIVE_INFINITY,
    ),
    shell: maybe(own.defaults, readDefaults) ?? shell,
  };
};

/** An ubuntu of GitHub's, or a machine of one's own by all its labels. */
const readRunsOn = (node: Node): readonly string[] => {
  const labels = texts(node);
  if (labels[0] === "self-hosted") return labels;
  if (labels.length !== 1 || !/^ubuntu-/.test(labels[0] ?? ""))
    throw wrong(node, "must be an ubuntu runner, or begin with self-hosted");
  return [];
};

const readEnvironment = (node: Node): NonNullable<Job["environment"]> => {
  if (typeof node.value === "string") return { name: text(node), deployment: "true" };
  const own = fields(node, ["name", "url", "deployment"]);
  if (own.name === undefined) throw wrong(node, "must have a name");
  maybe(own.url, (each) => text(each));
  const deployment = maybe(own.deployment, (each) => text(each)) ?? "true";
  if (own.deployment !== undefined && !/^(?:true|false|\$\{\{.*\}\})$/.test(deployment))
    throw wrong(own.deployment, "must be true, false or an expression");
  return { name: text(own.name), deployment };
};

const minutes = (node: Node): number => {
  if (typeof node.value !== "number" || node.value <= 0) throw wrong(node, "must be a number of minutes");
  return node.value;
};

const stepKeys = [
  "id",
  "name",
  "if",
  "env",
  "uses",
  "with",
  "run",
  "shell",
  "working-directory",
  "continue-on-error",
  "timeout-minutes",
] as const;

const readStep = (node: Node): Step => {
  const own = fields(node, stepKeys);
  const does = readDeed(node, own);
  return {
    key: node.key,
    id: maybe(own.id, (each) => text(each)),
    name:
      maybe(own.name, (each) => text(each)) ??
      (does.kind === "uses" ? `Run ${does.action}` : `Run ${does.script.split("\n")[0] ?? ""}`),
    if: maybe(own.if, (each) => text(each, true)),
    env: textMap(own.env),
    continueOnError: own["continue-on-error"]?.value === true,
    timeoutMinutes: maybe(own["timeout-minutes"], minutes),
    does,
  };
};

const readDeed = (node: Node, own: { readonly [key in (typeof stepKeys)[number]]?: Node }): Uses | Run => {
  if ((own.uses === undefined) === (own.run === undefined)) throw wrong(node, "a step has either `uses` or `run`");
  if (own.uses !== undefined) {
    for (const other of ["shell", "working-directory"] as const)
      if (own[other] !== undefined) throw wrong(own[other], "belongs to `run`");
    return { kind: "uses", action: text(own.uses), with: textMap(own.with) };
  }
  if (own.with !== undefined) throw wrong(own.with, "belongs to `uses`");
  return {
    kind: "run",
    script: maybe(own.run, (each) => text(each)) ?? "",
    shell: maybe(own.shell, (each) => oneOf(each, ["bash"])),
    directory: maybe(own["working-directory"], (each) => text(each)),
  };
};
