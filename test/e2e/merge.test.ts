import { expect, test } from "vitest";
import { approve, comments, merge, openPull } from "../../scripts/demo/pull-request.ts";
import { author, productionFiles, reviewer } from "../../scripts/demo/world.ts";
import { afterMerge, firstLines, lastRun, raiseWorld, slotOf } from "./world.ts";

const toy = productionFiles(["toy-pileup"]);
const request = "productions/toy-pileup/production.yaml";

test("A production goes from pull request to done, and the pull request shows each step", async () => {
  const world = await raiseWorld();
  const number = await openPull(world, { login: author, branch: "toy", title: "Request toy", files: toy });
  expect(lastRun(world, "check").conclusion).toBe("success");
  expect(firstLines(await slotOf(world, number, "plan"))).toEqual([
    "**Good: the merge submits 17 jobs, at most 34 core-hours.**",
    "Changed: sP26a-toy-pileup 1.0.0: new.",
    "Needs approval by someone with write access who authored none of it.",
  ]);

  await approve(world, reviewer, number);
  await merge(world, reviewer, number);
  await world.runner.idle();
  expect(firstLines(await slotOf(world, number, "status"))[0]).toBe("**sP26a-toy-pileup 1.0.0: submitted.**");
  await world.panda.tick(30);
  await world.runner.schedule();
  await world.runner.idle();

  expect(firstLines(await slotOf(world, number, "status"))[0]).toMatch(
    /^\*\*sP26a-toy-pileup 1\.0\.0: done, all 4 tasks are done/,
  );
  expect(await comments(world.as(author), number)).toHaveLength(3);
  expect(world.panda.count()).toMatchObject({ submissions: 1 });
});

test("A merge that no other person approved is not submitted, and the pull request says so", async () => {
  const world = await raiseWorld({ ...afterMerge, unruled: true });
  const number = await openPull(world, { login: author, branch: "toy", title: "Request toy", files: toy });

  await merge(world, author, number);
  await world.runner.idle();

  expect(world.panda.count()).toMatchObject({ submissions: 0 });
  expect(firstLines(await slotOf(world, number, "status"))).toEqual([
    "**sP26a-toy-pileup 1.0.0: held.**",
    "A person has to act on sP26a-toy-pileup 1.0.0.",
    "",
  ]);
});

test("A wrong tag fails the check at its line, and the comment shows the problem", async () => {
  const world = await raiseWorld();
  const number = await openPull(world, {
    login: author,
    branch: "wrong",
    title: "Wrong tag",
    files: { ...toy, [request]: (toy[request] ?? "").replace("physics: toy", "physics: toys") },
  });

  const { conclusion, exits, annotations } = lastRun(world, "check");
  expect({ conclusion, exits }).toEqual({ conclusion: "failure", exits: [1] });
  expect(annotations.join()).toContain(request);
  expect(annotations.join()).toContain("is not a physics of sPHENIX");
  expect(firstLines(await slotOf(world, number, "plan"))[0]).toBe(
    "**Refused: 1 problem to fix before anything can run.**",
  );
  expect(await slotOf(world, number, "plan")).toMatch(
    /\[`bad-tag`\]\(http:\/\/[\w.:]+\/[\w.-]+\/shrek\/blob\/[0-9a-f]{40}\/docs\/problems\.md#bad-tag\)/,
  );
  const { octokit, owner, repo } = world.as(author);
  const { data } = await octokit.rest.pulls.listReviewComments({ owner, repo, pull_number: number });
  expect(data.map(({ path, line, body }) => [path, line, body.split("\n").slice(-3)])).toEqual([
    [request, 4, ["```suggestion", "tag: { campaign: sP26a, physics: toy, stage: pileup }", "```"]],
  ]);
});
