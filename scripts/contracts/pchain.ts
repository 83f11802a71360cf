import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { inputsFile, workflowFile } from "../../action/core/render/rendering.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { type PandaAddress, runClient } from "./real-client.ts";
import type { Venv } from "./venv.ts";
import { vo, type Workflow } from "./workflow.ts";

/** What pchain left behind. Its exit code says nothing: 0 after a refused check and after a failed submission. */
export type PchainRun = {
  readonly printed: string;
  /** `undefined`: it ended before it wrote one. */
  readonly dump: { readonly returnCode: unknown; readonly requestID: unknown; readonly returnOut: unknown } | undefined;
};

/** In the folder of a rendering. */
export const runPchain = async (
  venv: Venv,
  { dir, plan }: Workflow,
  address: PandaAddress,
  options: readonly string[],
): Promise<PchainRun> => {
  using temporary = temporaryFolder("shrek-contracts-dump-");
  const place = temporary.path;
  const dumpFile = join(place, "dump.json");
  const workflow = ["--cwl", workflowFile, "--yaml", inputsFile, "--outDS", plan.outDS, "--vo", vo];
  const given = [...workflow, "--prodSourceLabel", plan.label, "--dumpJson", dumpFile, ...options];
  const { printed } = await runClient(venv, "pchain", given, address, dir);
  return { printed, dump: await readDump(dumpFile) };
};

const readDump = async (file: string): Promise<PchainRun["dump"]> => {
  const text = await readFile(file, "utf8").catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as PchainRun["dump"]); // pchain wrote it
};
