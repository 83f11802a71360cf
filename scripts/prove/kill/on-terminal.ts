import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { buildScene, commitAll, copiedScene, pandaEnv, shrek } from "../../demo/scene.ts";
import { start } from "../../sandbox/panda/start.ts";
import { killing, type OpenPlace, type Place } from "./place.ts";

const [production, tag] = ["toy-runs", "sP26a-toy-signal"] as const;
const first = [82001, 82003];
const appended = [82002, 82010];

/** `shrek reconcile` in a clone, over a list of runs that grew: some are at PanDA, and some are new. */
export const onTerminal: OpenPlace = {
  name: "shrek reconcile",
  prepare: async (dir) => {
    const made = join(dir, "made");
    const scene = await buildScene(made, [production]);
    const hold = async (runs: readonly number[]): Promise<void> => {
      const lines = runs.map((run) => `${run} 10\n`).join("");
      await writeFile(join(scene.clone, `productions/${production}/runs.txt`), `run events\n${lines}`);
      await commitAll(scene, "Runs");
    };
    await hold(first);
    await succeeds(shrek(scene.clone, ["ledger", "init", "--no-baseline"]));
    const panda = await startIn(made);
    await succeeds(shrek(scene.clone, ["reconcile"], pandaEnv(panda.url, await panda.token())));
    await panda.close();
    await hold([...appended, ...first]);
    return () => openCopy(dir, made);
  },
};

const startIn = (dir: string) => start({ dir: join(dir, "panda"), executes: [], pretends: ["SANDBOX"], cores: 50 });

const succeeds = async (run: ReturnType<typeof shrek>): Promise<void> => {
  const { code, stdout, stderr } = await run;
  if (code !== 0) throw new Error(stderr || stdout);
};

const openCopy = async (dir: string, made: string): Promise<Place> => {
  const own = await mkdtemp(join(dir, "place-"));
  await cp(made, own, { recursive: true });
  const { clone } = await copiedScene(own);
  const panda = await startIn(own);
  return {
    tag,
    submissions: first.length + appended.length,
    panda,
    ...killing(
      async (env) => shrek(clone, ["reconcile"], { ...pandaEnv(panda.url, await panda.token()), ...env }),
      join(own, "count"),
    ),
    shrek: (args) => shrek(clone, args),
    wrongWords: async () => undefined,
    [Symbol.asyncDispose]: async () => {
      await panda.close();
      await rm(own, { recursive: true, force: true });
    },
  };
};
