import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import { buildScene, pandaEnv, type Ran, type Scene, shrek } from "../../scripts/demo/scene.ts";
import { type SandboxHandle, type SandboxOptions, start } from "../../scripts/sandbox/panda/start.ts";
import { leaksBelow, leaksIn } from "../canary.ts";

/** A repository with its server and its clone, a sandbox PanDA that only moves when told, and the built command line. */
export type Stand = {
  readonly dir: string;
  readonly scene: Scene;
  readonly panda: SandboxHandle;
  readonly env: Readonly<Record<string, string>>;
  run(...args: readonly string[]): Promise<Ran>;
  /** With other variables in place of all that name PanDA and the login. */
  runAs(env: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Ran>;
};

export const raise = async (
  productions: readonly string[] = ["toy-pileup"],
  options: { readonly ledger?: boolean; readonly panda?: Partial<SandboxOptions> } = {},
): Promise<Stand> => {
  const dir = await mkdtemp(join(tmpdir(), "shrek-e2e-"));
  const panda = await start({ ...options.panda, dir: join(dir, "panda") });
  onTestFinished(async () => {
    await panda.close();
    const leaks = await leaksBelow(dir);
    await rm(dir, { recursive: true, force: true });
    expect(leaks).toEqual([]);
  });
  const scene = await buildScene(dir, productions);
  const env = pandaEnv(panda.url, await panda.token());
  const runAs = async (as: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Ran> => {
    const ran = await shrek(scene.clone, args, as);
    expect(leaksIn(`shrek ${args.join(" ")}`, ran.stdout + ran.stderr)).toEqual([]);
    return ran;
  };
  const run = (...args: readonly string[]): Promise<Ran> => runAs(env, ...args);
  if (options.ledger !== false) await run("ledger", "init");
  return { dir, scene, panda, env, run, runAs };
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
