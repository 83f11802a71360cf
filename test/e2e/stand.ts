import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { buildScene, pandaEnv, type Ran, type Scene, shrek } from "../../scripts/demo/scene.ts";
import { type SandboxHandle, start } from "../../scripts/sandbox/panda/start.ts";

/** A repository with its server and its clone, a sandbox PanDA that only moves when told, and the built command line. */
export type Stand = {
  readonly dir: string;
  readonly scene: Scene;
  readonly panda: SandboxHandle;
  readonly env: Readonly<Record<string, string>>;
  run(...args: readonly string[]): Promise<Ran>;
};

export const raise = async (
  productions: readonly string[] = ["toy-pileup"],
  options: { readonly ledger?: boolean } = {},
): Promise<Stand> => {
  const dir = await mkdtemp(join(tmpdir(), "shrek-e2e-"));
  const panda = await start({ dir: join(dir, "panda") });
  onTestFinished(async () => {
    await panda.close();
    await rm(dir, { recursive: true, force: true });
  });
  const scene = await buildScene(dir, productions);
  const env = pandaEnv(panda.url, await panda.token());
  const run = (...args: readonly string[]): Promise<Ran> => shrek(scene.clone, args, env);
  if (options.ledger !== false) await run("ledger", "init");
  return { dir, scene, panda, env, run };
};

export type StatusRow = {
  readonly tag: string;
  readonly version: string;
  readonly state: string;
  readonly words: string;
  readonly tasks: readonly { readonly status: string; readonly link: string }[];
};

/** The state of everything the ledger has of a tag, as the program prints it. */
export const statusOf = async (stand: Stand, production = "sP26a-toy-pileup"): Promise<readonly StatusRow[]> => {
  const { stdout } = await stand.run("status", production, "--json");
  const value = JSON.parse(stdout) as { readonly submissions: readonly StatusRow[] };
  return value.submissions;
};
