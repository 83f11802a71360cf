import { expect, test } from "vitest";
import { type CallLimits, documentedCalls } from "../../../scripts/sandbox/github/limits.ts";
import { aGithub, here, octokitOf } from "./githubs.ts";

/** A GitHub whose clock this test holds, with less than GitHub allows unless it says otherwise. */
const aStingyOne = async (
  callLimits: Partial<CallLimits> = { perHour: { workflow: 3, app: 5, user: 4 } },
  latency = 0,
) => {
  const clock = { seconds: 0 };
  const now = () => new Date(Date.UTC(2026, 2, 1) + clock.seconds * 1000);
  const github = await aGithub({ now, callLimits, latency });
  const octokitAs = (kind: "workflow" | "app" | "user", login = "one[bot]") =>
    octokitOf(github, github.mintToken({ login, kind, repository: `${here.owner}/${here.repo}` }));
  return { clock, github, of: (...who: Parameters<typeof octokitAs>) => octokitAs(...who).rest, octokitAs };
};

test("The rate limits of the sandbox GitHub are those that GitHub documents", () => {
  const perHour = { workflow: 1000, app: 5000, user: 5000 };

  expect(documentedCalls).toEqual({
    ...{ perHour, queriesPerHour: perHour, secondaryStatus: 403, atOnce: 100 },
    ...{ pointsPerMinute: 900, queryPointsPerMinute: 2000 },
  });
});

test("Tokens of one repository's workflows share an hourly rate limit, others have their own, and each answer has the rest", async () => {
  const { clock, github, of } = await aStingyOne();
  const left = async (rest: ReturnType<typeof of>) =>
    Number((await rest.repos.get(here)).headers["x-ratelimit-remaining"]);

  expect(await left(of("workflow"))).toBe(2);
  clock.seconds += 1000;
  expect([await left(of("workflow")), await left(of("workflow"))]).toEqual([1, 0]);
  const refused = of("workflow").repos.get(here);

  await expect(refused).rejects.toMatchObject({
    status: 403,
    message: expect.stringContaining("API rate limit exceeded"),
    response: {
      headers: {
        "x-ratelimit-limit": "3",
        "x-ratelimit-remaining": "0",
        "x-ratelimit-reset": String(Date.UTC(2026, 2, 1) / 1000 + 3600),
      },
    },
  });
  expect((await of("workflow").rateLimit.get()).data.resources.core.remaining).toBe(0);
  expect([await left(of("app")), await left(of("user", "alice"))]).toEqual([4, 3]);
  clock.seconds += 2600;
  expect(await left(of("workflow"))).toBe(2);
  for (const _ of [1, 2]) await left(of("workflow"));
  // Four passes of a schedule are an hour, although nobody here waits for it.
  for (const _ of [1, 2, 3, 4]) github.pass(15);
  expect(await left(of("workflow"))).toBe(2);
});

test("A call that writes costs five points of GitHub's minute, and a program without points learns when to go on", async () => {
  const { clock, of } = await aStingyOne({ pointsPerMinute: 11 });
  const rest = of("workflow");
  await rest.repos.get(here);
  clock.seconds += 10;
  await rest.issues.create({ ...here, title: "1" });
  await rest.issues.create({ ...here, title: "2" });

  await expect(rest.repos.get(here)).rejects.toMatchObject({
    status: 403,
    message: expect.stringContaining("You have exceeded a secondary rate limit."),
    response: { headers: { "retry-after": "50" } },
  });
  clock.seconds += 50;
  expect((await rest.repos.get(here)).status).toBe(200);
});

const query =
  "query ($owner: String!, $repo: String!) { repository(owner: $owner, name: $repo) { issue(number: 1) { id } } }";

test("Queries have an hourly limit of their own on GitHub, and behind it an answer 200 says that they are limited", async () => {
  const { of, octokitAs } = await aStingyOne({ queriesPerHour: { workflow: 2, app: 2, user: 2 } });
  const { graphql } = octokitAs("workflow");
  const left = async () => {
    const { core, graphql: queries } = (await of("workflow").rateLimit.get()).data.resources;
    return [core.remaining, queries?.remaining];
  };
  await graphql(query, here);
  await graphql(query, here);

  expect(await left()).toEqual([1000, 0]);
  await expect(graphql(query, here)).rejects.toMatchObject({
    errors: [{ type: "RATE_LIMITED", message: expect.stringContaining("API rate limit exceeded") }],
    headers: { "x-ratelimit-remaining": "0", "x-ratelimit-resource": "graphql" },
  });
});

test("A program without points for queries of GitHub's minute learns when to go on, and may go on with calls", async () => {
  const { of, octokitAs } = await aStingyOne({ queryPointsPerMinute: 1 });
  const { graphql } = octokitAs("workflow");
  await graphql(query, here);

  await expect(graphql(query, here)).rejects.toMatchObject({
    status: 403,
    response: { headers: { "retry-after": "60", "x-ratelimit-remaining": "998" } },
  });
  expect((await of("workflow").repos.get(here)).status).toBe(200);
});

test.each([403, 429] as const)(
  "More calls and queries of a program at the same time than GitHub allows are answered with %i, and no header says when to go on",
  async (secondaryStatus) => {
    const { github, of, octokitAs } = await aStingyOne({ atOnce: 3, secondaryStatus }, 20);
    const calls = [
      ...Array.from({ length: 4 }, () => of("workflow").repos.get(here)),
      octokitAs("workflow").graphql(query, here),
    ];

    const refused = (await Promise.allSettled(calls)).flatMap((one) => (one.status === "rejected" ? [one.reason] : []));

    expect(refused).toHaveLength(2);
    for (const one of refused) {
      expect(one).toMatchObject({ status: secondaryStatus, message: expect.stringContaining("secondary rate limit") });
      expect(one.response.headers).not.toHaveProperty("retry-after");
      expect(Number(one.response.headers["x-ratelimit-remaining"])).toBeGreaterThan(0);
    }
    expect(github.mostAtOnce()).toBe(3);
    expect((await of("workflow").repos.get(here)).status).toBe(200);
  },
);
