import { expect, test } from "vitest";
import { watchAllowance } from "../../../action/adapters/github/allowance.ts";
import { openHastyRepo } from "../../../action/adapters/github/octokit.ts";
import { aGithub, aPull, here } from "../../sandbox/github/githubs.ts";

/** A job of a workflow at a GitHub that allows little, with one clock for both. */
const aJob = async (options: Pick<Parameters<typeof aGithub>[0] & object, "callLimits" | "contentLimit">) => {
  const clock = { seconds: 0 };
  const now = () => new Date(Date.UTC(2026, 2, 1, 10) + clock.seconds * 1000);
  const github = await aGithub({ now, ...options });
  const { number } = await aPull(github);
  const name = `${here.owner}/${here.repo}`;
  const token = github.mintToken({ login: "one[bot]", kind: "workflow", repository: name });
  const { octokit } = openHastyRepo(token, name, github.url);
  let sent = 0;
  octokit.hook.before("request", () => void (sent += 1));
  const allowance = watchAllowance(octokit, () => now().getTime());
  const say = () => octokit.rest.issues.createComment({ ...here, issue_number: number, body: "x" });
  return { clock, octokit, allowance, sent: () => sent, say };
};
const little = { perHour: { workflow: 3, app: 5000, user: 5000 }, pointsPerMinute: 900 };

test("The calls that GitHub still allows are asked for without spending one, and then read from each answer", async () => {
  const { octokit, allowance } = await aJob({ callLimits: little });

  expect(await allowance.now()).toMatchObject({ calls: 3, callsFrom: "2026-03-01T11:00:00.000Z" });
  await octokit.rest.repos.get(here);
  expect(await allowance.now()).toMatchObject({ calls: 2, writes: 80 });
});

test("Behind a refusal by the hourly limit GitHub is not called again before the hour ends", async () => {
  const { clock, octokit, allowance, sent } = await aJob({ callLimits: little });
  for (let n = 0; n < 3; n++) await octokit.rest.repos.get(here);
  for (let n = 0; n < 5; n++) await expect(octokit.rest.repos.get(here)).rejects.toThrow("API rate limit exceeded");

  expect(sent()).toBe(4);
  expect(await allowance.now()).toMatchObject({ calls: 0, callsFrom: "2026-03-01T11:00:01.000Z" });
  clock.seconds += 3601;
  expect((await octokit.rest.repos.get(here)).status).toBe(200);
  expect(await allowance.now()).toMatchObject({ calls: 2, writes: 80 });
});

test("Behind a refusal by a secondary limit nothing is called for as long as GitHub says, and no more content is offered", async () => {
  const { clock, octokit, allowance, sent, say } = await aJob({ contentLimit: { perMinute: 2, perHour: 500 } });
  await say();
  await say();
  await expect(say()).rejects.toThrow("secondary rate limit");
  await expect(octokit.rest.repos.get(here)).rejects.toThrow("secondary rate limit");

  expect(sent()).toBe(3);
  expect(await allowance.now()).toMatchObject({ calls: 0, writes: 0, writesFrom: "2026-03-01T10:01:00.000Z" });
  clock.seconds += 60;
  await octokit.rest.repos.get(here);
  const { calls, writes } = await allowance.now();
  expect([calls > 0, writes]).toEqual([true, 0]);
});

test("Comments of the last minute count against GitHub's 80 before GitHub refuses one", async () => {
  const { clock, allowance, say } = await aJob({});
  for (let n = 0; n < 3; n++) await say();

  expect((await allowance.now()).writes).toBe(77);
  clock.seconds += 61;
  expect((await allowance.now()).writes).toBe(80);
});
