import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { SandboxHandle, SandboxOptions } from "../../../scripts/sandbox/panda/handle.ts";
import { openKeys } from "../../../scripts/sandbox/panda/keys.ts";
import { start } from "../../../scripts/sandbox/panda/start.ts";
import { copyPrepared } from "../../e2e/prepared.ts";
import { type Wire, wire } from "./wire.ts";

/** A sandbox of this test alone, in a folder of its own; all have one issuer's key, unless this one has its own. */
export const aSandbox = async (
  options: Partial<SandboxOptions> = {},
  issuer: "shared" | "own" = "shared",
): Promise<{ readonly panda: SandboxHandle; readonly client: Wire; readonly dir: string }> => {
  const dir = options.dir ?? (await mkdtemp(join(tmpdir(), "sandbox-panda-")));
  if (options.dir === undefined && issuer === "shared")
    await copyPrepared("issuer", dir, async (own) => void (await openKeys(own)));
  const panda = await start({ dir, ...options });
  onTestFinished(async () => {
    await panda.close();
    if (options.dir === undefined) await rm(dir, { recursive: true, force: true });
  });
  return { panda, client: wire(panda.url, await panda.token()), dir };
};
