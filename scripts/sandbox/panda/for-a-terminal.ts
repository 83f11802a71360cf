/**
 * A sandbox PanDA for trying the command line by hand: prints the variables that point at it, then runs until Ctrl-C.
 * Usage: npm run sandbox
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { start } from "./start.ts";

const dir = await mkdtemp(join(tmpdir(), "sandbox-panda-"));
const panda = await start({ dir, tickEvery: 200 });
process.stdout.write(
  `# In another terminal:\nexport PANDA_URL_SSL=${panda.url}/server/panda PANDA_AUTH_VO=sphenix PANDA_AUTH_ID_TOKEN=${await panda.token()}\n# Tasks: ${panda.url}/tasks/\n`,
);
const end = async (): Promise<void> => {
  await panda.close();
  await rm(dir, { recursive: true, force: true });
};
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void end());
