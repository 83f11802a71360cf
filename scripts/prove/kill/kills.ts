import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildScene, gitIn, pandaEnv, type Ran, type Scene, sceneIn, shrek } from "../../demo/scene.ts";
import { chance } from "../../fuzz/chance.ts";
import { type SandboxHandle, start } from "../../sandbox/panda/start.ts";

const production = "toy-pileup";
const tag = "sP26a-toy-pileup";
const killer = new URL("killer.ts", import.meta.url).href;

type Kill = { readonly at: number; readonly when: "before" | "after" };
type Place = { readonly scene: Scene; readonly panda: SandboxHandle };

/**
 * The built command line on real git and the sandbox PanDA, killed at moments chosen by the seed, and run again until
 * all is over. How many of them did not end in one submission that is done.
 */
export const proveKills = async (most: number, seed: number, say: (line: string) => void): Promise<number> => {
  if (most === 0) return 0;
  const dir = await mkdtemp(join(tmpdir(), "shrek-kills-"));
  try {
    await prepare(join(dir, "made"));
    const count = await countCalls(dir);
    const all = Array.from({ length: count }, (_, index) => index + 1).flatMap((at): readonly Kill[] => [
      { at, when: "before" },
      { at, when: "after" },
    ]);
    const chosen = someOf(all, most, seed);
    let bad = 0;
    for (const kill of chosen) {
      const wrong = await inPlace(dir, (place) => play(place, kill));
      if (wrong === undefined) continue;
      bad += 1;
      say(`BROKEN kill: killed ${kill.when} call ${kill.at}: ${wrong}`);
    }
    say(`kills: ${count} calls leave the process; killed at ${chosen.length} of ${all.length} moments`);
    return bad;
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
};

const someOf = (kills: readonly Kill[], most: number, seed: number): readonly Kill[] => {
  if (kills.length <= most) return kills;
  const drawn = chance(seed);
  return Array.from({ length: most }, () => drawn.of(kills));
};

/** Made once and copied: a repository with one production on main, and its ledger. */
const prepare = async (dir: string): Promise<void> => {
  const { clone } = await buildScene(dir, [production]);
  const { code, stderr } = await shrek(clone, ["ledger", "init", "--no-baseline"]);
  if (code !== 0) throw new Error(stderr);
};

const inPlace = async <T>(dir: string, work: (place: Place) => Promise<T>): Promise<T> => {
  const own = await mkdtemp(join(dir, "place-"));
  await cp(join(dir, "made"), own, { recursive: true });
  const scene = sceneIn(own);
  await gitIn(scene.clone, "remote", "set-url", "origin", scene.origin);
  const panda = await start({ dir: join(own, "panda") });
  try {
    return await work({ scene, panda });
  } finally {
    await panda.close();
    await rm(own, { recursive: true, force: true });
  }
};

const reconcile = async ({ scene, panda }: Place, env: Readonly<Record<string, string>> = {}): Promise<Ran> =>
  shrek(scene.clone, ["reconcile"], { ...pandaEnv(panda.url, await panda.token()), ...env });

const withKiller = (env: Readonly<Record<string, string>>): Readonly<Record<string, string>> => ({
  NODE_OPTIONS: `--import=${killer}`,
  ...env,
});

const countCalls = (dir: string): Promise<number> =>
  inPlace(dir, async (place) => {
    const where = join(place.scene.clone, "..", "count");
    const { code, stderr } = await reconcile(place, withKiller({ PROVE_KILL_COUNT: where }));
    if (code !== 0) throw new Error(stderr);
    return Number(await readFile(where, "utf8"));
  });

/** An hour a pass: a doubt takes six of them, and two looks more. */
const mostPasses = 14;

const play = async (place: Place, { at, when }: Kill): Promise<string | undefined> => {
  const killed = await isKilled(place, { PROVE_KILL_AT: String(at), PROVE_KILL_WHEN: when });
  if (!killed) return "the process ended before it could be killed";
  for (let pass = 1; pass <= mostPasses; pass++) {
    const { code, stderr } = await reconcile(place);
    if (code !== 0) return `pass ${pass} behind it ends with ${code}: ${stderr.split("\n")[0]}`;
    if (pass === 2) await place.panda.tick(24);
    const state = await stateOf(place);
    if (state === "done") break;
    await place.panda.advance(60);
  }
  const state = await stateOf(place);
  const { submissions } = place.panda.count();
  if (state !== "done" || submissions !== 1) return `${submissions} submissions, and the state is ${state}`;
  const { code, stdout } = await shrek(place.scene.clone, ["ledger", "verify"]);
  return code === 0 ? undefined : `the ledger is wrong: ${stdout}`;
};

const isKilled = async (place: Place, env: Readonly<Record<string, string>>): Promise<boolean> => {
  try {
    await reconcile(place, withKiller(env));
    return false;
  } catch (error) {
    if (error instanceof Error && "signal" in error && error.signal === "SIGKILL") return true;
    throw error;
  }
};

const stateOf = async ({ scene }: Place): Promise<string> => {
  const { stdout } = await shrek(scene.clone, ["status", tag, "--json"]);
  const status = JSON.parse(stdout) as { readonly submissions: readonly { readonly state: string }[] };
  return status.submissions[0]?.state ?? "none";
};
