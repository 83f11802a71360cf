import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { execa } from "execa";
import { ensureProgram } from "./debian.ts";

/** An HTCondor on this machine alone, whose jobs see all files of this machine. */
export type CondorPool = {
  /** Stands before a command that talks to the pool: HTCondor takes no jobs of root. Empty for anybody else. */
  readonly asUser: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  [Symbol.asyncDispose](): Promise<void>;
};

/** Of HTCondor's manual: a pool of one user in a folder of his own, heard on this machine only, with pauses of a second. */
const config = (dir: string): string => `include : /etc/condor/condor_config
LOCAL_DIR = ${dir}
ETC = ${dir}/etc
CONDOR_HOST = 127.0.0.1
COLLECTOR_HOST = 127.0.0.1:0
NETWORK_INTERFACE = 127.0.0.1
ENABLE_IPV6 = FALSE
SEC_DEFAULT_AUTHENTICATION_METHODS = FS
ALLOW_DAEMON = *
ALLOW_NEGOTIATOR = *
ALLOW_ADMINISTRATOR = *
DAEMON_SOCKET_DIR = auto
MOUNT_UNDER_SCRATCH =
NEGOTIATOR_INTERVAL = 1
NEGOTIATOR_CYCLE_DELAY = 1
NEGOTIATOR_MIN_INTERVAL = 1
`;

/** Folders below LOCAL_DIR, as Debian's configuration names them; HTCondor makes none of them. */
const folders = [
  ...["run/condor", "log/condor", "lock/condor", "spool/condor"],
  ...["lib/condor/execute", "lib/condor/cred_dir", "etc/passwords.d", "etc/tokens.d"],
];

export const openCondorPool = async (say: (line: string) => void): Promise<CondorPool> => {
  await ensureProgram("condor_master", ["minicondor"], say);
  const dir = mkdtempSync(join(tmpdir(), "shrek-condor-"));
  for (const folder of folders) mkdirSync(join(dir, folder), { recursive: true });
  writeFileSync(join(dir, "condor_config"), config(dir));
  const env = { CONDOR_CONFIG: join(dir, "condor_config"), HOME: dir };
  const asUser = process.getuid?.() === 0 ? await asDaemon() : [];
  const [program = "", ...args] = [...asUser, "condor_master", "-f"];
  // Ends with this process, whatever ends that.
  const master = execa(program, args, { env, reject: false });
  await until("a slot is free", async () =>
    (await execa("condor_status", ["-autoformat", "State"], { env, reject: false })).stdout.includes("Unclaimed"),
  );
  return {
    ...{ asUser, env },
    [Symbol.asyncDispose]: async () => {
      master.kill("SIGTERM");
      await master;
      await rm(dir, { recursive: true, force: true });
    },
  };
};

/** In a namespace in which root's files belong to Debian's ordinary user `daemon`, and so does what runs there. */
const asDaemon = async (): Promise<readonly string[]> => {
  const [uid, gid] = await Promise.all([execa("id", ["-u", "daemon"]), execa("id", ["-g", "daemon"])]);
  return ["unshare", "--user", `--map-user=${uid.stdout}`, `--map-group=${gid.stdout}`];
};

/** Two minutes, in which a busy machine starts seven daemons. */
const until = async (what: string, holds: () => Promise<boolean>): Promise<void> => {
  for (let look = 0; look < 240; look++) {
    if (await holds()) return;
    await setTimeout(500);
  }
  throw new Error(`HTCondor: waited two minutes until ${what}`);
};
