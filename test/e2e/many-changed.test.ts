import { expect, test } from "vitest";
import { openPull } from "../../scripts/demo/pull-request.ts";
import { author } from "../../scripts/demo/world.ts";
import { campaign } from "../../scripts/pictures/scenes.ts";
import { lastRun, raiseWorld, slotOf } from "./world.ts";

test("300 changed productions give one comment within GitHub's limit, one review with suggestions, and few API calls", async () => {
  const world = await raiseWorld();
  const before = new Set(world.github.tokens().flatMap(({ calls }) => calls));
  const files = campaign(300, (text, n) => (n < 270 ? text : text.replace("SANDBOX", "SANDBOXX")));

  const number = await openPull(world, { login: author, branch: "many", title: "Many", files });

  const plan = (await slotOf(world, number, "plan")) ?? "";
  expect(plan.length).toBeLessThan(65_536);
  expect(plan).toContain("**Refused: 30 problems to fix before anything can run.**");
  expect(plan).toMatch(/and 27 places more: "SANDBOXX" is not a site of sPHENIX/);
  expect(plan).toMatch(/\| all 270 \| 2 700 \| /);
  expect(lastRun(world, "comment").conclusion).toBe("success");

  const calls = world.github
    .tokens()
    .filter(({ kind }) => kind === "workflow")
    .flatMap((token) => token.calls)
    .filter((call) => !before.has(call));
  expect(calls.filter(({ status }) => status >= 400)).toEqual([]);
  expect(calls.length).toBeGreaterThan(3);
  expect(calls.length).toBeLessThanOrEqual(40);
  const { octokit, owner, repo } = world.as(author);
  const { data } = await octokit.rest.pulls.listReviews({ owner, repo, pull_number: number });
  const made = await octokit.rest.pulls.listReviewComments({ owner, repo, pull_number: number, per_page: 100 });
  expect([data.length, made.data.length]).toEqual([1, 20]);
});
