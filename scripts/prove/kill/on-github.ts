import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { remoteRefs } from "../../../action/adapters/git/refs.ts";
import { gitLedger } from "../../../action/adapters/ledger/git-ledger.ts";
import { systemClock } from "../../../action/adapters/system/system-clock.ts";
import { parseCommand } from "../../../action/core/command/parse-command.ts";
import { trialConfirmation } from "../../../action/core/submission/trial-confirmation.ts";
import { bot, type Merged, openMerged, reconcileAction } from "../../demo/merged.ts";
import { comments } from "../../demo/pull-request.ts";
import { gitIn, shrek } from "../../demo/scene.ts";
import { productionFiles } from "../../demo/world.ts";
import { start } from "../../sandbox/panda/start.ts";
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

const rules = "productions/conventions.yaml";

const rulesWithTrials = (): Files => ({
  [rules]: `${productionFiles(["conventions.yaml"])[rules] ?? ""}\npolicy: { trials: { jobs: 1000 } }\n`,
});

/** A pull request with these files, the author's two comments that order its trial, and the order on the ledger. */
const orderTrial = async ({ clone, repo }: Merged, files: Files): Promise<void> => {
  const dir = await clone();
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(dir, path)), { recursive: true });
    await writeFile(join(dir, path), text);
  }
  await gitIn(dir, "add", "--all");
  await gitIn(dir, "-c", "user.name=Ada", "-c", "user.email=ada@example.org", "commit", "--quiet", "-m", "Request");
  await gitIn(dir, "push", "--quiet", "origin", "HEAD:refs/heads/tried");
  const head = (await gitIn(dir, "rev-parse", "HEAD")).trim();
  const { octokit, owner, repo: name } = repo;
  const place = { owner, repo: name };
  const { data } = await octokit.rest.pulls.create({ ...place, title: "Tried", head: "tried", base: "main" });
  const pull = { ...place, issue_number: data.number };
  const command = parseCommand("/shrek trial");
  if (command.kind !== "command") throw new Error("the command of a trial is none any more");
  const asks = await octokit.rest.issues.createComment({ ...pull, body: "/shrek trial" });
  const order = { pullRequest: data.number, head };
  const named = trialConfirmation(`${asks.data.id}`, command, order);
  const confirms = await octokit.rest.issues.createComment({ ...pull, body: `/shrek yes ${named}` });
  const clock = systemClock();
  const ledger = gitLedger({ dir: join(dir, ".git"), refs: remoteRefs(join(dir, ".git"), "origin"), clock });
  const line = { event: "trial-ordered", at: clock.now().toISOString(), ...order } as const;
  const by = data.user?.login ?? "";
  await ledger.append(
    await ledger.head(),
    [{ ...line, by, id: `${confirms.data.id}`, confirms: named }],
    [],
    "A trial is ordered",
  );
};
