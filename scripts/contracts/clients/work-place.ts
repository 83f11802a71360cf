import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { SandboxHandle } from "../../sandbox/panda/handle.ts";
import { start } from "../../sandbox/panda/start.ts";
import { temporaryFolder } from "../../temporary-folder.ts";
import { type ClientProgram, type ClientRun, runClient } from "../real-client.ts";
import type { Venv } from "../venv.ts";
import { vo } from "../workflow.ts";

export type WorkPlace = {
  readonly sandbox: SandboxHandle;
  readonly token: string;
  /** In a copy of a folder that holds `job.sh` and `native.yaml`. */
  call(program: ClientProgram, ...options: readonly string[]): Promise<ClientRun>;
};

/** A site whose jobs are executed, and one whose jobs succeed at once. */
export const [executing, pretending] = ["EXECUTING", "PRETENDING"];

const native = `name: native
steps:
  make: { type: prun, exec: bash job.sh, args: --outputs o.txt --nJobs 1 --noBuild }
`;

/** A sandbox, and a person at a terminal with PanDA's own programs. `job`: what a job does. */
export const atWork = async (venv: Venv, job: string, run: (place: WorkPlace) => Promise<void>): Promise<void> => {
  using temporary = temporaryFolder("shrek-contracts-clients-");
  const dir = temporary.path;
  using own = temporaryFolder("shrek-contracts-folder-");
  const folder = own.path;
  await writeFile(join(folder, "job.sh"), job);
  await writeFile(join(folder, "native.yaml"), native);
  await using sandbox = await start({ dir, vo, executes: [executing], pretends: [pretending] });
  const token = await sandbox.token({ preferred_username: "tester" });
  await run({
    sandbox,
    token,
    call: (program, ...options) => runClient(venv, program, options, { url: sandbox.url, token }, folder),
  });
};

/** One task by prun, as most people start one. */
export const prunOne = ({ call }: WorkPlace, name: string, site: string): Promise<ClientRun> =>
  call(
    "prun",
    ...["--exec", "bash job.sh", "--outDS", `user.tester.${name}`, "--outputs", "o.txt", "--nJobs", "2"],
    ...["--noBuild", "--vo", vo, "--site", site, "--maxAttempt", "1"],
  );
