import { cp, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { temporaryFolder } from "../temporary-folder.ts";
import type { Venv } from "./venv.ts";
import { vo } from "./workflow.ts";

export type PandaAddress = { readonly url: string; readonly token: string; readonly role?: string };
/** `python`: for the calls of pandaclient.Client that no program makes. */
export type ClientProgram = "prun" | "pchain" | "pchain_native" | "pbook" | "python";

export type ClientRun = {
  readonly exitCode: number | undefined;
  /** Both streams, as a person sees them. */
  readonly printed: string;
};

/** One of PanDA's own programs, unchanged, as a person runs it: in a copy of a folder, with a home and a login of its own. */
export const runClient = async (
  venv: Venv,
  program: ClientProgram,
  options: readonly string[],
  address: PandaAddress,
  folder?: string,
): Promise<ClientRun> => {
  using temporary = temporaryFolder(`shrek-contracts-${program}-`);
  const place = temporary.path;
  const cwd = join(place, "work");
  const home = join(place, "home");
  await mkdir(home);
  if (folder === undefined) await mkdir(cwd);
  else await cp(folder, cwd, { recursive: true, preserveTimestamps: true });
  const { all, exitCode } = await execa(join(venv.dir, "bin", program), [...options], {
    cwd,
    all: true,
    reject: false,
    stdin: "ignore", // it asks questions; here they fail instead of waiting
    timeout: 120_000,
    extendEnv: false,
    env: clientEnvironment(venv, address, home),
  });
  return { exitCode, printed: all };
};

/** What one of the programs needs, and nothing of ours. */
export const clientEnvironment = (
  venv: Venv,
  { url, token, role }: PandaAddress,
  home: string,
): Readonly<Record<string, string>> => ({
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
  PANDA_AUTH_VO: role === undefined ? vo : `${vo}.${role}`,
  PANDA_AUTH_ID_TOKEN: token,
  PYTHONDONTWRITEBYTECODE: "1",
});
