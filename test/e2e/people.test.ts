import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { approve, comment, comments, merge, openPull } from "../../scripts/demo/pull-request.ts";
import { author, productionFiles, reviewer, stranger, type World } from "../../scripts/demo/world.ts";
import { afterMerge, lastRun, raiseWorld, slotOf } from "./world.ts";

const bot = "github-actions[bot]";
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

test("A production that fails once and is retried makes five comments: plan, status, failed, command, done, and a plan says when reconcile has not run", async () => {
  const world = await raiseWorld();
  const number = await openPull(world, { login: author, branch: "toy", title: "Request toy", files: failing });
  expect(await slotOf(world, number, "plan")).toContain("Note: reconcile has not run yet.");

  await pass(world);
  world.runner.rerun(world.runner.runs().findLast(({ workflow }) => workflow === "comment")?.id ?? 0);
  await world.runner.idle();
  expect(await slotOf(world, number, "plan")).not.toContain("Note: reconcile");
  await approve(world, reviewer, number);
  await merge(world, reviewer, number);
  await world.runner.idle();
  const found = await pass(world, 30);
  const later = await pass(world);

  expect([found, later].map(({ conclusion }) => conclusion)).toEqual(["failure", "success"]);
  expect(later.annotations.join()).toContain("A person has to act on 1 submission;");
  const called = (await comments(world.as(author), number))[2]?.body ?? "";
  expect(called).toContain("@sphenix-production\n");
  const [, retry = ""] = /`(\/shrek retry [^`]+)`/.exec(called) ?? [];

  await mend(world);
  await comment(world, author, number, retry);
  await pass(world, 20);

  const said = await comments(world.as(author), number);
  expect(said.map(({ login }) => login)).toEqual([bot, bot, bot, author, bot]);
  expect(said[0]?.body).toContain("Good: the merge submits 17 jobs");
  const done = /\*\*sP26a-toy-pileup 1\.0\.0: done, all 4 tasks are done: 17 files, [\d.]+ kB(?:, in \d+ .*)?\.\*\*/;
  expect(said[1]?.body).toMatch(done);
  expect(said[4]?.body.split("\n").slice(1)).toEqual([
    expect.stringMatching(done),
    "",
    "@sphenix-production",
    "",
    "In a clone, this lists the files: `shrek files sP26a-toy-pileup@1.0.0`",
  ]);
});

test("The overview is one pinned issue that shows what waits and what main refuses, and is not edited without news", async () => {
  const world = await raiseWorld({ ...afterMerge, unruled: true });
  const wrong = Object.entries(changed("physics: toy", "physics: toys")).map(
    ([path, text]) => [path.replace("/toy-pileup/", "/wrong/"), text] as const,
  );
  const files = { ...toy, ...Object.fromEntries(wrong) };
  const number = await openPull(world, { login: author, branch: "toy", title: "Request toy", files });
  await merge(world, author, number);
  await world.runner.idle();
  expect(lastRun(world, "reconcile").conclusion).toBe("failure");

  const waits = await overviewOf(world);
  expect(waits.isPinned).toBe(true);
  expect(waits.body).toContain("**2 things wait for a person.**");
  expect(waits.body).toMatch(
    /\*\*sP26a-toy-pileup 1\.0\.0\*\*: held, .*\nSince 20\d\d-\d\d-\d\d \d\d:\d\d UTC, pull request /,
  );
  expect(waits.body).toContain("`/shrek submit sP26a-toy-pileup@1.0.0`");
  expect(waits.body).toContain("### Refused on main (1)");
  expect(await slotOf(world, number, "status")).toContain("is not a physics of sPHENIX");
  const { octokit, owner, repo } = world.as(author);
  const edits = async () => (await octokit.rest.issues.listForRepo({ owner, repo, creator: bot })).data[0]?.updated_at;
  const before = await edits();
  const later = await pass(world);
  expect(later.conclusion).toBe("success");
  expect(later.annotations.join()).toContain("1 request refused on main");
  expect(await edits()).toBe(before);

  const { data } = await octokit.rest.issues.listForRepo({ owner, repo, creator: bot });
  const overview = data[0]?.number ?? 0;
  await comment(world, stranger, overview, "/shrek submit sP26a-toy-pileup@1.0.0");
  expect(await comments(world.as(author), overview)).toHaveLength(1);
  await comment(world, reviewer, overview, "/shrek submit sP26a-toy-pileup@1.0.0");
  expect((await comments(world.as(author), overview)).slice(2).map(({ body }) => body)).toEqual([
    expect.stringMatching(
      /^> `\/shrek submit sP26a-toy-pileup@1\.0\.0`\n\nNothing was done: an issue takes no commands\. Write it in a comment on the pull request /,
    ),
  ]);
  expect((await pass(world)).conclusion).toBe("success");
  expect(world.panda.count()).toMatchObject({ submissions: 0 });
  expect(await slotOf(world, number, "status")).toContain("held");
});
