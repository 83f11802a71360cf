import { expect, test } from "vitest";
import { openHastyRepo } from "../../../action/adapters/github/octokit.ts";
import { aGithub, aPull, here } from "../../sandbox/github/githubs.ts";

/** A job of a workflow at a GitHub that allows little, with one clock for both. */
const aJob = async (options: Omit<Parameters<typeof aGithub>[0] & object, "now">) => {
  const clock = { seconds: 0 };
  const now = () => new Date(Date.UTC(2026, 2, 1, 10) + clock.seconds * 1000);
  const github = await aGithub({ now, ...options });
  const { number } = await aPull(github);
  const name = `${here.owner}/${here.repo}`;
  const token = github.mintToken({ login: "one[bot]", kind: "workflow", repository: name });
  const { octokit, allowance } = openHastyRepo(token, name, github.url, () => now().getTime());
  const sent = () => github.tokens().flatMap(({ kind, calls }) => (kind === "workflow" ? calls : [])).length;
  const say = () => octokit.rest.issues.createComment({ ...here, issue_number: number, body: "x" });
  return { clock, github, octokit, allowance, sent, say };
};
const little = { perHour: { workflow: 3, app: 5000, user: 5000 } };

const query =
  "query ($owner: String!, $repo: String!) { repository(owner: $owner, name: $repo) { issue(number: 1) { number } } }";

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

test("Behind a refusal by a secondary limit nothing is called or written for as long as GitHub says, and then both are allowed", async () => {
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
  expect([calls > 0, writes]).toEqual([true, 80]);
});

test("A secondary limit ends after its seconds while GitHub says that its hour ends later, and the calls of the hour are left", async () => {
  const { clock, github, octokit, allowance } = await aJob({});
  await octokit.rest.repos.get(here);
  github.limitNext(1, { retryAfter: 60 });
  await expect(octokit.rest.repos.get(here)).rejects.toThrow("secondary rate limit");

  expect(await allowance.now()).toMatchObject({ calls: 0, callsFrom: "2026-03-01T10:01:00.000Z", queries: 0 });
  clock.seconds += 61;
  expect(await allowance.now()).toMatchObject({ calls: 999, queries: 1000, writes: 80 });
  expect((await octokit.rest.repos.get(here)).status).toBe(200);
});

test.each([403, 429] as const)(
  "No more than 20 calls and queries are at GitHub at the same time, whoever asks, so that it refuses none with %i",
  async (secondaryStatus) => {
    const { github, octokit } = await aJob({ callLimits: { secondaryStatus }, latency: 20 });

    const answers = await Promise.all(
      Array.from({ length: 150 }, (_, n) =>
        n % 3 === 0 ? octokit.graphql(query, here) : octokit.rest.repos.get(here).then(({ status }) => status),
      ),
    );

    expect(answers).toHaveLength(150);
    expect(github.mostAtOnce()).toBe(20);
  },
);

test("Of calls that wait in a row behind a refusal none is sent", async () => {
  const { octokit, sent } = await aJob({ callLimits: { pointsPerMinute: 30 }, latency: 20 });

  const answers = await Promise.allSettled(Array.from({ length: 150 }, () => octokit.rest.repos.get(here)));

  expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(30);
  expect(sent()).toBeLessThanOrEqual(30 + 20);
});

test("Queries that GitHub limits by the hour are counted beside calls, and leave those allowed", async () => {
  const { octokit, allowance, sent } = await aJob({ callLimits: { queriesPerHour: little.perHour } });
  expect(await allowance.now()).toMatchObject({ calls: 1000, queries: 3 });
  for (let n = 0; n < 3; n++) await octokit.graphql(query, here);
  expect(await allowance.now()).toMatchObject({ calls: 1000, queries: 0, queriesFrom: "2026-03-01T11:00:00.000Z" });
  for (let n = 0; n < 2; n++)
    await expect(octokit.graphql(query, here)).rejects.toMatchObject({
      status: 403,
      message: "API rate limit exceeded",
    });

  expect(await allowance.now()).toMatchObject({ calls: 1000, queries: 0, queriesFrom: "2026-03-01T11:00:01.000Z" });
  expect((await octokit.rest.repos.get(here)).status).toBe(200);
  expect(sent()).toBe(2);
});

test("Comments of the last minute count against GitHub's 80 before GitHub refuses one", async () => {
  const { clock, allowance, say } = await aJob({});
  for (let n = 0; n < 3; n++) await say();

  expect((await allowance.now()).writes).toBe(77);
  clock.seconds += 61;
  expect((await allowance.now()).writes).toBe(80);
});
