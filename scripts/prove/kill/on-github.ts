import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { bot, type Merged, openMerged, reconcileAction } from "../../demo/merged.ts";
import { comments } from "../../demo/pull-request.ts";
import { shrek } from "../../demo/scene.ts";
import { productionFiles } from "../../demo/world.ts";
import { start } from "../../sandbox/panda/start.ts";
import { orderTrial, rulesWithTrials } from "./order-trial.ts";
import { killing, type OpenPlace, type Place, runBundle } from "./place.ts";

type Files = Readonly<Record<string, string>>;
const [production, tag, pullRequest] = ["toy-pileup", "sP26a-toy-pileup", 1] as const;

/** The reconcile action's process, each time in a new checkout, at a GitHub where the production was merged. */
export const onGithub: OpenPlace = {
  name: "the reconcile action",
  prepare: async (dir) => async () => {
    const own = await mkdtemp(join(dir, "place-"));
    return open(own, await mergedIn(own, productionFiles(["conventions.yaml"]), productionFiles([production])));
  },
};

/** The same where the production is a pull request that nobody merged, whose trial was ordered. */
export const onTrial: OpenPlace = {
  name: "the reconcile action, of a trial",
  prepare: async (dir) => async () => {
    const own = await mkdtemp(join(dir, "place-"));
    const merged = await mergedIn(own, rulesWithTrials(), {});
    await orderTrial(merged, productionFiles([production]));
    return open(own, merged);
  },
};

const mergedIn = (dir: string, rules: Files, requests: Files): Promise<Merged> =>
  openMerged(join(dir, "merged"), rules, requests);

const open = async (dir: string, merged: Merged): Promise<Place> => {
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
    [Symbol.asyncDispose]: async () => {
      await Promise.all([merged.close(), panda.close()]);
      await rm(dir, { recursive: true, force: true });
    },
  };
};
