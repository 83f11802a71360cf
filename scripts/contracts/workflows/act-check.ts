import assert from "node:assert/strict";
import { join } from "node:path";
import { execa } from "execa";
import { workflowNames } from "../../../action/core/init/repository-files.ts";
import { approve, comment, comments, merge, openPull, pushToMain } from "../../demo/pull-request.ts";
import { readsRaw, rucioRules } from "../../demo/reads-raw.ts";
import { author, openWorld, productionFiles, reviewer, type World } from "../../demo/world.ts";
import { pinnedWorkflows } from "../../release/tree.ts";
import { fillPlace, openFiller } from "../../sandbox/rucio/fill.ts";
import { type RucioHandle, startRucio } from "../../sandbox/rucio/start.ts";
import { temporaryFolder } from "../../temporary-folder.ts";
import type { Check } from "../check.ts";
import type { Venv } from "../venv.ts";
import { startActRunner, type WorkflowRun } from "./act-runner.ts";
import { standIn, standInsFor } from "./stand-in.ts";

export const release = { tag: "v1.2.0", commit: "0123456789abcdef0123456789abcdef01234567" };
const request = "productions/toy-pileup/production.yaml";
const app = "shrek-form";
/** Passes of reconcile after which a toy has long ended. */
const maxPasses = 12;

/** The workflows as `shrek init` writes them, from pull request to done, on a runner that is not ours. */
export const actCheck = (venv: Venv): Check => {
  let ended: readonly WorkflowRun[] = [];
  return {
    name: "act runs the workflows of a production repository, from a refused pull request to one that is done and is extended",
    run: async () => {
      await using rucio = await startRucio({ password: "root-word" });
      ended = await withActRunner(join(venv.dir, "bin"), tell, { app: "none", rucio: await holdingRun(rucio) }, app);
    },
    shown: () => [
      ...ended.map(({ workflow, event, exitCode }) => `${workflow} on ${event}: exit ${exitCode}`),
      ...(ended.at(-1)?.log.split("\n").slice(-6) ?? []),
    ],
  };
};

type Runner = ReturnType<typeof startActRunner>;

/** The sandboxes without our runner. `pullsAs`: an App that opens pull requests and does not write the ledger. Gives every run. */
export const withActRunner = async (
  bin: string,
  story: (world: World, runner: Runner, dir: string) => Promise<void>,
  options: NonNullable<Parameters<typeof openWorld>[1]>,
  pullsAs?: string,
): Promise<readonly WorkflowRun[]> => {
  using temporary = temporaryFolder("shrek-act-");
  const dir = temporary.path;
  await using opened = await openWorld(dir, { workflows: [], ...options });
  const world = pullsAs === undefined ? opened : { ...opened, ledger: openingPulls(opened, pullsAs) };
  const secret = await world.panda.token();
  const tree = join(dir, "release");
  using runner = startActRunner(
    {
      ...{ bin, dir, github: world.github },
      actions: { [`sPHENIX-Collaboration/shrek@${release.commit}`]: tree, ...(await pagesStandIns(dir)) },
    },
    environmentsOf(world, secret, options.rucio),
  );
  await story({ ...world, runner: { ...world.runner, idle: runner.idle } }, runner, dir);
  for (const one of [secret, ...Object.values(options.rucio?.secrets ?? {})])
    for (const { log } of runner.ended()) assert.ok(!log.includes(one), "a log shows a secret of the environment");
  return runner.ended();
};

const openingPulls = ({ github }: World, slug: string): World["ledger"] => {
  const { appId, privateKey } = github.addApp({ slug, permissions: { contents: "write", "pull-requests": "write" } });
  return { variables: { SHREK_APP_ID: String(appId) }, secrets: { SHREK_APP_KEY: privateKey } };
};

/** GitHub's own actions that take pages: what they are given stands below `pages`. */
const pagesStandIns = async (dir: string) => {
  const site = shipped("site") ?? "";
  return standInsFor(site, dir, {
    "actions/upload-artifact": standIn(
      "name: {}, path: {}, if-no-files-found: {}, retention-days: {}",
      `mkdir -p ${dir}/pages; cp -R "\${{ inputs.path }}" "${dir}/pages/\${{ inputs.name }}"`,
    ),
    "actions/deploy-pages": standIn(
      "",
      `test -f ${dir}/pages/github-pages; echo page_url=https://pages.example.org/ >>"$GITHUB_OUTPUT"`,
      'page_url: { description: where, value: "${{ steps.does.outputs.page_url }}" }',
    ),
  });
};

const shipped = (name: string): string | undefined => {
  const bytes = pinnedWorkflows(release).find(({ path }) => path === `${name}.yml`)?.bytes;
  return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
};

/** The dashboard follows a pass that wrote the ledger; a pass that wrote nothing makes none. */
const tellSite = async (world: World, runner: Runner, dir: string): Promise<void> => {
  const files = { ".github/workflows/site.yml": shipped("site") ?? "" };
  await pushToMain(world, reviewer, files, "Show the ledger as pages");
  await world.runner.idle();
  const { stdout } = await execa("tar", ["-xOf", join(dir, "pages/github-pages"), "./index.html"]);
  assert.match(stdout, /sP26a-toy-pileup/);
  const before = runner.ended().length;
  runner.schedule();
  await world.runner.idle();
  const [pass, site] = runner.ended().slice(before);
  assert.equal(`${pass?.workflow} ${site?.workflow}`, "reconcile-schedule site");
  assert.match(site?.log ?? "", /already\./);
};

const tell = async (world: World, runner: Runner, dir: string): Promise<void> => {
  // Those that every repository has; the form is played in a check of its own, and the dashboard behind this.
  const needed = new Set<string>(workflowNames);
  const files = pinnedWorkflows(release)
    .filter(({ path }) => needed.has(path))
    .map(({ path, bytes }) => [`.github/workflows/${path}`, String(Buffer.from(bytes))]);
  const message = "Move to v1.2.0";
  await pushToMain(world, reviewer, Object.fromEntries(files), message);
  await world.runner.idle();

  const toy = productionFiles(["toy-pileup"]);
  const wrong = { ...toy, [request]: (toy[request] ?? "").replace("physics: toy", "physics: toys") };
  const refused = await openPull(world, { login: author, branch: "wrong", title: "A wrong tag", files: wrong });
  assert.match(await saidOn(world, refused), /"toys" is not a physics of sPHENIX/);

  const number = await openPull(world, { login: author, branch: "toy", title: "Request the toy", files: toy });
  assert.match(await saidOn(world, number), /Good: the merge submits 17 jobs/);
  await approve(world, reviewer, number);
  await merge(world, reviewer, number);
  await world.runner.idle();
  await comment(world, author, number, "/shrek status");
  for (let pass = 0; pass < maxPasses && !(await saidOn(world, number)).includes(": done"); pass += 1) {
    await world.panda.tick(8);
    runner.schedule();
    await world.runner.idle();
  }
  assert.match(await saidOn(world, number), /\*\*.*: done/);
  assert.equal(world.panda.count().submissions, 1);
  await tellExtension(world, number);
  const reads = { login: author, branch: "reads", title: "Read raw data", files: readsRaw(5) };
  assert.match(
    await saidOn(world, await openPull(world, reads)),
    /Data in Rucio[^]*`raw:run\.1`: closed dataset, 5 files/,
  );
  await tellSite(world, runner, dir);
  const runs = runner.ended().map(({ workflow, event, exitCode }) => `${workflow} ${event} ${exitCode}`);
  assert.deepEqual([...new Set(runs)].toSorted(), [
    "check pull_request 0",
    "check pull_request 1",
    "command issue_comment 0",
    "comment workflow_run 0",
    "reconcile push 0",
    "reconcile workflow_dispatch 0",
    "reconcile-schedule schedule 0",
    "site workflow_run 0",
  ]);
};

/** A comment opens the pull request of the next version as the App, and both say the same number of jobs. */
const tellExtension = async (world: World, number: number): Promise<void> => {
  await comment(world, author, number, "/shrek extend sP26a-toy-pileup@1.0.0 jobs=4");
  const { octokit, owner, repo } = world.as(author);
  const { data } = await octokit.rest.pulls.list({ owner, repo });
  const pull = data.find(({ head }) => head.ref.startsWith("shrek/extend-"));
  const [, jobs = "none"] = / by (\d+ jobs)\b/.exec(pull?.title ?? "") ?? [];
  assert.equal(pull?.user?.login, `${app}[bot]`);
  assert.match(await saidOn(world, pull.number), new RegExp(`Good: the merge submits ${jobs},`));
};

const saidOn = async (world: World, number: number): Promise<string> =>
  (await comments(world.as(author), number)).map(({ body }) => body).join("\n");

type OfRucio = NonNullable<Parameters<typeof openWorld>[1]>["rucio"];

/** The experiment's Rucio with five files that somebody may read. */
const holdingRun = async (rucio: RucioHandle): Promise<NonNullable<OfRucio>> => {
  const filler = await openFiller(rucio.url, "root-word");
  await fillPlace(filler);
  await filler.dataset("raw:run.1", 5);
  return {
    rules: `${rucioRules(rucio.url)}\npolicy:\n  form: { app: ${app} }\n`,
    variables: { RUCIO_HOST: new URL(rucio.url).host, RUCIO_USERNAME: "reader" },
    secrets: { RUCIO_PASSWORD: "reader-word" },
  };
};

const environmentsOf = ({ panda, ledger }: World, token: string, rucio: OfRucio) => ({
  ledger,
  panda: {
    secrets: { PANDA_AUTH_ID_TOKEN: token, ...rucio?.secrets },
    variables: {
      ...{ PANDA_URL_SSL: `${panda.url}/server/panda`, PANDA_AUTH_VO: "sphenix", SHREK_MONITOR: panda.url },
      ...rucio?.variables,
    },
  },
});
