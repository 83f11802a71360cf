import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import { buildScene, copiedScene, pandaEnv, type Ran, root, type Scene } from "../../scripts/demo/scene.ts";
import type { SandboxHandle, SandboxOptions } from "../../scripts/sandbox/panda/handle.ts";
import { openKeys } from "../../scripts/sandbox/panda/keys.ts";
import { start } from "../../scripts/sandbox/panda/start.ts";
import { leaksBelow, leaksIn } from "../canary.ts";
import { compileCache, copyPrepared } from "./prepared.ts";
import { shrekWarm } from "./warm/start.ts";
import { type WitnessedPass, witnessed } from "./witness.ts";

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

type Options = {
  readonly ledger?: boolean;
  readonly panda?: Partial<SandboxOptions>;
  /** `false`: no pass will log in, so that there is nothing that a dry run could foresee. */
  readonly foreseen?: boolean;
};

export const raise = async (productions?: readonly string[], options?: Options): Promise<Stand> => {
  const { stand, close } = await raiseShared(productions, options);
  onTestFinished(close);
  return stand;
};

/** For several tests: whoever raises it closes it. */
export const raiseShared = async (
  productions: readonly string[] = ["toy-pileup"],
  options: Options = {},
): Promise<{ readonly stand: Stand; close(): Promise<void> }> => {
  const dir = await mkdtemp(join(tmpdir(), "shrek-e2e-"));
  await copyPrepared("issuer", join(dir, "panda"), async (own) => void (await openKeys(own)));
  const panda = await start({ ...options.panda, dir: join(dir, "panda") });
  const close = async (): Promise<void> => {
    await panda.close();
    const leaks = await leaksBelow(dir);
    await rm(dir, { recursive: true, force: true });
    expect(leaks).toEqual([]);
  };
  const scene = await copyScene(dir, productions, options.ledger === false ? undefined : "--no-baseline");
  const env = pandaEnv(panda.url, await panda.token());
  const beside = witnessing({ dir, origin: scene.origin, panda });
  const runAs = async (as: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Ran> => {
    const run = () => shrekWarm(scene.clone, args, { NODE_COMPILE_CACHE: compileCache(), ...as });
    const isPass = options.foreseen !== false && args[0] === "reconcile" && !args.includes("--dry-run");
    const ran = await (isPass ? beside(as, run) : run());
    expect(leaksIn(`shrek ${args.join(" ")}`, ran.stdout + ran.stderr)).toEqual([]);
    return ran;
  };
  const run = (...args: readonly string[]): Promise<Ran> => runAs(env, ...args);
  return { stand: { dir, scene, panda, env, run, runAs }, close };
};

/** Passes beside each other are not foreseen: neither knows what the other does. */
const witnessing = (place: Pick<WitnessedPass, "dir" | "origin" | "panda">) => {
  let running = 0;
  let begun = 0;
  return async (env: Readonly<Record<string, string>>, run: () => Promise<Ran>): Promise<Ran> => {
    const mine = ++begun;
    running += 1;
    const isAlone = running === 1;
    try {
      const { PANDA_AUTH_VO: vo = "", PANDA_AUTH_ID_TOKEN: token } = env;
      const login = { vo, token, isRobot: "PANDA_AUTH_ROBOT_ID" in env };
      if (!isAlone || env["PANDA_URL_SSL"]?.startsWith(place.panda.url) !== true) return await run();
      return await witnessed({ ...place, login, rucio: env }, run, ({ code }) => begun === mine && code < 2);
    } finally {
      running -= 1;
    }
  };
};

/** A scene as `buildScene` and `shrek ledger init` leave it, made once a run; only git's address of the origin is this copy's. */
export const copyScene = async (
  dir: string,
  productions: readonly string[],
  ledger: "--baseline" | "--no-baseline" | undefined,
): Promise<Scene> => {
  const name = [`scene${ledger ?? ""}`, ...productions].join("+");
  await copyPrepared(name, dir, async (own) => {
    const { clone } = await buildScene(own, productions);
    const { code, stderr } = ledger ? await shrekWarm(clone, ["ledger", "init", ledger]) : { code: 0, stderr: "" };
    if (code !== 0) throw new Error(stderr);
  });
  return copiedScene(dir);
};

/** A reconcile as a process of its own, killed when PanDA has done what this call asks for and has not answered yet. */
export const killReconcileAt = async (stand: Stand, call: string): Promise<void> => {
  const held = stand.panda.hold(call, "after-effect");
  const child = spawn(process.execPath, [join(root, "dist/cli.js"), "reconcile"], {
    cwd: stand.scene.clone,
    env: { PATH: process.env.PATH, HOME: stand.dir, ...stand.env },
    stdio: "ignore",
  });
  await held.arrived;
  const ended = once(child, "close");
  child.kill("SIGKILL");
  await ended;
  held.release();
};

export type StatusRow = {
  readonly tag: string;
  readonly version: string;
  readonly run: number;
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
