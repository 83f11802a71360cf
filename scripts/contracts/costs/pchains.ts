import { cp, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { inputsFile, workflowFile } from "../../../action/core/render/rendering.ts";
import { temporaryFolder } from "../../temporary-folder.ts";
import { clientEnvironment } from "../real-client.ts";
import type { Venv } from "../venv.ts";
import { vo } from "../workflow.ts";
import { type Usage, usageOf } from "./usage.ts";

/** So many submissions of one workflow under names of their own, one after the other, each a process. */
export const runPchains = async (
  venv: Venv,
  url: string,
  token: string,
  folder: string,
  count: number,
): Promise<readonly Usage[]> => {
  using temporary = temporaryFolder("shrek-costs-pchain-");
  const place = temporary.path;
  const [work, home] = [join(place, "work"), join(place, "home")];
  await mkdir(home);
  await cp(folder, work, { recursive: true });
  const usages: Usage[] = [];
  for (let n = 0; n < count; n++) {
    const outDS = `user.sphnxpro.costs.${process.hrtime.bigint()}`;
    const options = ["--cwl", workflowFile, "--yaml", inputsFile, "--outDS", outDS, "--vo", vo];
    const given = [join(venv.dir, "bin", "pchain"), ...options, "--prodSourceLabel", "test"];
    const env = clientEnvironment(venv, { url, token }, home);
    const { printed, ...usage } = await usageOf(given, { cwd: work, env });
    if (!/successfully submitted with request_id=\d+/.test(printed)) throw new Error(printed);
    usages.push(usage);
  }
  return usages;
};
