import { existsSync, readFileSync } from "node:fs";
import { type ArchiveFile, readArchive } from "../../../../action/adapters/jobs/unpack-archive.ts";
import { cachedPath } from "../file-server.ts";
import { type Base, type PlannedNode, planNode } from "../jedi/task-map.ts";
import { type JsonObject, objectOf, textOf } from "../json.ts";
import { PythonError } from "../python-error.ts";
import type { Sandbox } from "../sandbox.ts";
import { readCwl, readInputValues } from "./cwl-reader.ts";
import { resolveWorkflow } from "./workflow.ts";
import { dumpNodes, type WorkflowLog } from "./workflow-log.ts";

const allowed: Readonly<Record<string, readonly string[]>> = {
  prun: [
    "opt_inDS",
    "opt_inDsType",
    "opt_secondaryDSs",
    "opt_secondaryDsTypes",
    "opt_args",
    "opt_exec",
    "opt_useAthenaPackages",
    "opt_containerImage",
  ],
};

/** The server's last look at a node, after it was made into a task: `undefined` is good. */
const verifyNode = ({ node, inputs }: PlannedNode): string | undefined => {
  const shown = [...inputs].filter(([name]) => name !== node.suppressed);
  const unresolved = shown.find(([, value]) => value === null)?.[0];
  if (unresolved !== undefined) return `${unresolved} is unresolved`;
  for (const [name, value] of shown) {
    const placeholder =
      name === "opt_exec" || name === "opt_args" ? /%\{[A-Z]*DS(\d+|\*)\}/.exec(String(value))?.[0] : undefined;
    if (placeholder !== undefined) return `${placeholder} is unresolved in ${name}`;
  }
  const unknown = shown.find(([name]) => !allowed[node.type]?.includes(name))?.[0];
  return unknown === undefined ? undefined : `unknown input parameter ${unknown} for ${node.type}`;
};

export type Converted =
  | { readonly kind: "converted"; readonly nodes: readonly PlannedNode[] }
  /** `fatal: false` is what PanDA calls possibly transient. */
  | { readonly kind: "refused"; readonly fatal: boolean };

/** From the parameters of `put_workflow_request` to tasks, told in the log as the real server tells it. */
export const convertWorkflow = async (
  sandbox: Sandbox,
  userName: string,
  data: JsonObject,
  log: WorkflowLog,
): Promise<Converted> => {
  const archive = textOf(data["sandbox"]) ?? "";
  log.say(`downloading sandbox from ${textOf(data["sourceURL"]) ?? ""}/cache/${archive}`);
  const path = cachedPath(sandbox.state, archive);
  if (archive === "" || !existsSync(path)) {
    log.say("bad HTTP response 404");
    return { kind: "refused", fatal: false };
  }
  const read = await readArchive(readFileSync(path));
  if (read.kind === "refused") {
    log.say(read.message);
    log.say(`failed to extract ${archive}`);
    return { kind: "refused", fatal: true };
  }
  log.say("parse workflow");
  if (data["language"] !== "cwl") {
    log.say("{} is not supported to describe the workflow");
    return { kind: "refused", fatal: true };
  }
  const nodes = planNodes(sandbox, userName, data, read.files);
  log.say(dumpNodes(nodes));
  const faults = nodes.flatMap((node) => {
    const fault = verifyNode(node);
    return fault === undefined ? [] : [`Verification failure in ID:${node.node.id} ${fault}`];
  });
  for (const fault of faults) log.say(fault);
  return faults.length === 0 ? { kind: "converted", nodes } : { kind: "refused", fatal: true };
};

const planNodes = (
  sandbox: Sandbox,
  userName: string,
  data: JsonObject,
  files: readonly ArchiveFile[],
): readonly PlannedNode[] => {
  const cwl = readCwl(fileText(files, data["workflowSpecFile"]));
  const values = readInputValues(fileText(files, data["workflowInputFile"]));
  const nodes = resolveWorkflow(cwl, values, textOf(data["outDS"]) ?? "", sandbox.settings.order);
  const base: Base = {
    container: objectOf(objectOf(data["taskParams"])["container"]),
    platform: textOf(data["base_platform"]),
    userName,
  };
  const parents = new Set(nodes.flatMap((node) => node.parents));
  return nodes.reduce<readonly PlannedNode[]>(
    (planned, node) => [...planned, planNode(node, planned, base, parents.has(node.id))],
    [],
  );
};

const fileText = (files: readonly ArchiveFile[], path: unknown): string => {
  const name = String(path).replace(/^\.\//, "");
  const file = files.find((candidate) => candidate.name === name);
  if (file === undefined) throw new PythonError(`[Errno 2] No such file or directory: '${name}'`);
  return new TextDecoder().decode(file.data);
};
