import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { bot, openMerged, reconcileAction } from "../../demo/merged.ts";
import { comments } from "../../demo/pull-request.ts";
import { shrek } from "../../demo/scene.ts";
import { productionFiles } from "../../demo/world.ts";
import { start } from "../../sandbox/panda/start.ts";
import { killing, type OpenPlace, type Place, runBundle } from "./place.ts";

/** The reconcile action's process, each time in a new checkout, at a GitHub where the production was merged. */
export const onGithub: OpenPlace = {
  name: "the reconcile action",
  prepare: async (dir) => async () => open(await mkdtemp(join(dir, "place-"))),
};

const [production, tag, pullRequest] = ["toy-pileup", "sP26a-toy-pileup", 1] as const;

const open = async (dir: string): Promise<Place> => {
  const merged = await openMerged(
    join(dir, "merged"),
    productionFiles(["conventions.yaml"]),
    productionFiles([production]),
  );
  const panda = await start({ dir: join(dir, "panda") });
  const job = async () => merged.job({ url: panda.url, token: await panda.token() });
  return {
    tag,
    submissions: 1,
    panda,
    ...killing(
      async (more) => {
        const { cwd, env } = await job();
        return runBundle(reconcileAction, cwd, { ...env, ...more });
      },
      join(dir, "count"),
    ),
    shrek: async (args) => shrek(await merged.clone(), args),
    wrongWords: async () => {
      const said = (await comments(merged.repo, pullRequest)).filter(({ login }) => login === bot);
      const status = said.filter(({ body }) => body.startsWith("<!-- shrek:status -->"));
      if (status.length !== 1) return `${status.length} comments tell the status`;
      return status[0]?.body.includes("done") ? undefined : `the comment says ${status[0]?.body.split("\n")[1]}`;
    },
    close: async () => {
      await Promise.all([merged.close(), panda.close()]);
      await rm(dir, { recursive: true, force: true });
    },
  };
};
