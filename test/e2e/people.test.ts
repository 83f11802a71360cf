import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { approve, comment, comments, merge, openPull, pushToMain } from "../../scripts/demo/pull-request.ts";
import { author, productionFiles, reviewer, type World, workflowFiles } from "../../scripts/demo/world.ts";
import { afterMerge, lastRun, raiseWorld, slotOf } from "./world.ts";

const bot = "github-actions[bot]";
/** Milliseconds: one pass takes seconds where several tests share a core. */
const toy = productionFiles(["toy-pileup"]);
const request = "productions/toy-pileup/production.yaml";
const changed = (from: string, to: string): Readonly<Record<string, string>> => ({
  ...toy,
  [request]: (toy[request] ?? "").replace(from, to),
});
/** Its last step fails until `mend` was called. */
const failing = {
  ...toy,
  [request]: (toy[request] ?? "")
    .replace("maxAttempt: 2", "maxAttempt: 1")
    .replace(
      'bash toy/merge.sh "${pileup[@]}" >merged.txt',
      'test -e "$TMPDIR/../../mended" && bash toy/merge.sh "${pileup[@]}" >merged.txt',
    ),
};
const mend = (world: World): Promise<void> => writeFile(join(world.github.gitDir(), "../../../panda/jobs/mended"), "");

const pass = async (world: World, ticks = 0): Promise<ReturnType<typeof lastRun>> => {
  await world.panda.tick(ticks);
  await world.runner.schedule();
  await world.runner.idle();
  return lastRun(world, "reconcile");
};

const merged = async (world: World, files: Readonly<Record<string, string>>, approved = true): Promise<number> => {
  const number = await openPull(world, { login: author, branch: "toy", title: "Request toy", files });
  if (approved) await approve(world, reviewer, number);
  await merge(world, approved ? reviewer : author, number);
  await world.runner.idle();
  return number;
};

const overviewOf = async (world: World): Promise<{ readonly body: string; readonly isPinned: boolean }> => {
  const { octokit, owner, repo } = world.as(author);
  const { data } = await octokit.rest.issues.listForRepo({ owner, repo, creator: bot, state: "all" });
  const issues = data.filter(({ pull_request }) => pull_request === undefined);
  expect(issues).toMatchObject([{ state: "open" }]);
  const [issue] = issues;
  const { repository } = await octokit.graphql<{ repository: { issue: { isPinned: boolean } } }>(
    "query ($owner: String!, $repo: String!, $number: Int!) { repository(owner: $owner, name: $repo) { issue(number: $number) { isPinned } } }",
    { owner, repo, number: issue?.number },
  );
  return { body: issue?.body ?? "", isPinned: repository.issue.isPinned };
};

test("A successful production makes three comments: plan, status, done", async () => {
  const world = await raiseWorld();
  await world.runner.schedule();
  await world.runner.idle();
  const number = await merged(world, toy);
  for (const ticks of [10, 20, 0]) await pass(world, ticks);

  const said = await comments(world.as(author), number);
  expect(said.map(({ login }) => login)).toEqual([bot, bot, bot]);
  expect(said[0]?.body).toContain("Good: the merge submits 17 jobs");
  expect(said[0]?.body).not.toContain("Note: reconcile");
  const done = /\*\*sP26a-toy-pileup 1\.0\.0: done, all 4 tasks are done: 17 files, [\d.]+ kB, in \d+ .*\.\*\*/;
  expect(said[1]?.body).toMatch(done);
  expect(said[2]?.body.split("\n").slice(1)).toEqual([
    expect.stringMatching(done),
    "",
    "@sphenix-production",
    "",
    "In a clone, this lists the files: `shrek files sP26a-toy-pileup@1.0.0`",
  ]);
});

test("A production that fails once and is retried makes five comments: plan, status, failed, command, done", async () => {
  const world = await raiseWorld();
  const number = await merged(world, failing);
  const found = await pass(world, 30);
  const later = [await pass(world)];

  expect([found, ...later].map(({ conclusion }) => conclusion)).toEqual(["failure", "success"]);
  expect(later[0]?.annotations.join()).toContain("A person has to act on 1 submission;");
  const called = (await comments(world.as(author), number))[2]?.body ?? "";
  expect(called).toContain("@sphenix-production\n");
  const [, retry = ""] = /`(\/shrek retry [^`]+)`/.exec(called) ?? [];

  await mend(world);
  await comment(world, author, number, retry);
  for (const ticks of [10, 20]) await pass(world, ticks);

  const said = await comments(world.as(author), number);
  expect(said.map(({ login }) => login)).toEqual([bot, bot, bot, author, bot]);
  expect(said[4]?.body).toContain("**sP26a-toy-pileup 1.0.0: done, all 4 tasks are done");
});

test("The overview is one pinned issue that shows what waits, what runs and what ended", async () => {
  const world = await raiseWorld({ ...afterMerge, unruled: true });
  await merged(world, toy, false);

  const waits = await overviewOf(world);
  expect(waits.isPinned).toBe(true);
  expect(waits.body).toContain("**1 thing waits for a person.**");
  expect(waits.body).toMatch(
    /\*\*sP26a-toy-pileup 1\.0\.0\*\*: held, .*\nSince 20\d\d-\d\d-\d\d \d\d:\d\d UTC, pull request /,
  );
  expect(waits.body).toContain("`/shrek submit sP26a-toy-pileup@1.0.0`");
  const { octokit, owner, repo } = world.as(author);
  const edits = async () => (await octokit.rest.issues.listForRepo({ owner, repo, creator: bot })).data[0]?.updated_at;
  const before = await edits();
  await pass(world);
  expect(await edits()).toBe(before);
});

test("An outage of PanDA is a green reconcile run and a line in the overview that disappears when PanDA answers", async () => {
  const world = await raiseWorld(afterMerge);
  const number = await merged(world, toy);
  world.panda.fault({ fault: "500", at: "*", times: 10_000 });

  const during = [await pass(world)];
  const away = (await overviewOf(world)).body;

  expect(during.map(({ conclusion }) => conclusion)).toEqual(["success"]);
  expect(during[0]?.annotations.join()).toContain("The next run tries again.");
  expect(away).toContain("**PanDA does not answer.**");
  const [, since] = /PanDA has not answered since (20\d\d-\d\d-\d\d \d\d:\d\d UTC)/.exec(away) ?? [];
  expect(since).toBeDefined();
  expect(away).toContain("1 submission waits for it");
  world.panda.mend();
  await pass(world, 30);

  const back = (await overviewOf(world)).body;
  expect(back).not.toContain("answer");
  expect(back).toContain("### Ended last (1)");
  // The status, and that it is done.
  expect(await comments(world.as(author), number)).toHaveLength(2);
});

test("A request that main refuses is reported on its pull request, once, and listed in the overview", async () => {
  const world = await raiseWorld({ ...afterMerge, unruled: true });
  const number = await merged(world, changed("physics: toy", "physics: toys"));
  const later = await pass(world);

  expect(
    world.runner
      .runs()
      .filter(({ workflow }) => workflow === "reconcile")
      .map(({ conclusion }) => conclusion)
      .slice(-2),
  ).toEqual(["failure", "success"]);
  expect(later.annotations.join()).toContain("1 request refused on main");
  expect(await slotOf(world, number, "status")).toContain("is not a physics of sPHENIX");
  expect((await overviewOf(world)).body).toContain("### Refused on main (1)");
});

test("A plan says that reconcile has not run for an hour, and only then", async () => {
  const rewrite = (name: string, text: string): string =>
    name === "reconcile" ? text.replace("${{ vars.PANDA_AUTH_VO }}", "''") : text;
  const world = await raiseWorld();
  await pushToMain(world, reviewer, workflowFiles(rewrite));
  await world.runner.idle();

  const number = await openPull(world, { login: author, branch: "toy", title: "Request toy", files: toy });

  expect(lastRun(world, "reconcile").conclusion).toBe("failure");
  expect(await slotOf(world, number, "plan")).toContain("Note: reconcile has not run yet.");
});
