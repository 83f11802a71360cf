import type { SandboxHandle } from "../sandbox/panda/handle.ts";
import { start } from "../sandbox/panda/start.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import type { PandaAddress } from "./real-client.ts";
import { vo, type Workflow } from "./workflow.ts";

export type LoggedIn = { readonly sandbox: SandboxHandle; readonly address: PandaAddress };

/**
 * A fresh sandbox whose jobs succeed at once, and a login whose nickname is the scope's: the client refuses other
 * people's names, the server does not look.
 */
export const withSandbox = async (
  { plan }: Workflow,
  sites: readonly string[],
  run: (panda: LoggedIn) => Promise<void>,
): Promise<void> => {
  using temporary = temporaryFolder("shrek-contracts-panda-");
  const dir = temporary.path;
  await using sandbox = await start({ dir, vo, executes: [], pretends: sites });
  const [, nickname = ""] = plan.outDS.split(".");
  const token = await sandbox.token({ preferred_username: nickname });
  await run({ sandbox, address: { url: sandbox.url, token } });
};
