import { cp, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { inputsFile, workflowFile } from "../../action/core/render/rendering.ts";
import type { Venv } from "./venv.ts";
import { vo, type Workflow } from "./workflow.ts";

export type PandaAddress = { readonly url: string; readonly token: string };

/** What pchain left behind. Its exit code says nothing: 0 after a refused check and after a failed submission. */
export type PchainRun = {
  readonly printed: string;
  /** `undefined`: it ended before it wrote one. */
  readonly dump: { readonly returnCode: unknown; readonly requestID: unknown; readonly returnOut: unknown } | undefined;
};

/** The real client, as a person runs it: in the folder of a rendering, with a login of its own. */
export const runPchain = async (
  venv: Venv,
  { dir, plan }: Workflow,
  { url, token }: PandaAddress,
  options: readonly string[],
): Promise<PchainRun> => {
  const place = await mkdtemp(join(tmpdir(), "shrek-contracts-pchain-"));
  try {
    const cwd = join(place, "work");
    const home = join(place, "home");
    const dumpFile = join(place, "dump.json");
    await cp(dir, cwd, { recursive: true });
    await mkdir(home);
    const workflow = ["--cwl", workflowFile, "--yaml", inputsFile, "--outDS", plan.outDS, "--vo", vo];
    const { all } = await execa(
      venv.pchain,
      [...workflow, "--prodSourceLabel", plan.label, "--dumpJson", dumpFile, ...options],
      {
        cwd,
        all: true,
        reject: false,
        stdin: "ignore", // it asks questions; here they fail instead of waiting
        timeout: 120_000,
        extendEnv: false,
        env: {
          PATH: process.env["PATH"] ?? "/usr/bin:/bin",
          HOME: home,
          VIRTUAL_ENV: venv.dir,
          PANDA_SYS: venv.dir,
          PANDA_CONFIG_ROOT: join(home, ".panda"),
          PANDA_URL: `${url}/server/panda`,
          PANDA_URL_SSL: `${url}/server/panda`,
          PANDACACHE_URL: `${url}/server/panda`,
          PANDA_BEHIND_REAL_LB: "1", // a loopback address is not to be looked up
          PANDA_AUTH: "oidc",
          PANDA_AUTH_VO: vo,
          PANDA_AUTH_ID_TOKEN: token,
          PYTHONDONTWRITEBYTECODE: "1",
        },
      },
    );
    return { printed: all, dump: await readDump(dumpFile) };
  } finally {
    await rm(place, { recursive: true });
  }
};

const readDump = async (file: string): Promise<PchainRun["dump"]> => {
  const text = await readFile(file, "utf8").catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as PchainRun["dump"]); // pchain wrote it
};
