import { cp, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { buildScene, gitIn, pandaEnv, sceneIn, shrek } from "../../demo/scene.ts";
import { start } from "../../sandbox/panda/start.ts";
import { killing, type OpenPlace, type Place, production } from "./place.ts";

/** `shrek reconcile` in a clone. */
export const onTerminal: OpenPlace = {
  name: "shrek reconcile",
  prepare: async (dir) => {
    const made = join(dir, "made");
    const { clone } = await buildScene(made, [production]);
    const { code, stderr } = await shrek(clone, ["ledger", "init", "--no-baseline"]);
    if (code !== 0) throw new Error(stderr);
    return () => openCopy(dir, made);
  },
};

const openCopy = async (dir: string, made: string): Promise<Place> => {
  const own = await mkdtemp(join(dir, "place-"));
  await cp(made, own, { recursive: true });
  const { clone, origin } = sceneIn(own);
  await gitIn(clone, "remote", "set-url", "origin", origin);
  const panda = await start({ dir: join(own, "panda") });
  return {
    panda,
    ...killing(
      async (env) => shrek(clone, ["reconcile"], { ...pandaEnv(panda.url, await panda.token()), ...env }),
      join(own, "count"),
    ),
    shrek: (args) => shrek(clone, args),
    wrongWords: async () => undefined,
    close: async () => {
      await panda.close();
      await rm(own, { recursive: true, force: true });
    },
  };
};
