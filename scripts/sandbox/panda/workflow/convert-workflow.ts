import { existsSync, readFileSync } from "node:fs";
import { type ArchiveFile, readArchive } from "../../../../action/adapters/jobs/unpack-archive.ts";
import { cachedPath } from "../file-server.ts";
import { type Base, type PlannedNode, planNode } from "../jedi/task-map.ts";
import { type JsonObject, objectOf, textOf } from "../json.ts";
import { PythonError } from "../python-error.ts";
import type { Sandbox } from "../sandbox.ts";
import { readCwl, readInputValues } from "./cwl-reader.ts";
import { verifyNode } from "./verify-node.ts";
import { resolveWorkflow } from "./workflow.ts";
import { dumpNodes, type WorkflowLog } from "./workflow-log.ts";

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
