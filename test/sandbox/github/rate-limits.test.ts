import { expect, test } from "vitest";
import { documentedCalls } from "../../../scripts/sandbox/github/limits.ts";
import { aGithub, here, octokitOf } from "./githubs.ts";

/** A GitHub whose clock this test holds, with less than GitHub allows unless it says otherwise. */
const aStingyOne = async (callLimits = { perHour: { workflow: 3, app: 5, user: 4 }, pointsPerMinute: 900 }) => {
  const clock = { seconds: 0 };
  const now = () => new Date(Date.UTC(2026, 2, 1) + clock.seconds * 1000);
  const github = await aGithub({ now, callLimits });
  const of = (kind: "workflow" | "app" | "user", login = "one[bot]") =>
    octokitOf(github, github.mintToken({ login, kind, repository: `${here.owner}/${here.repo}` })).rest;
  return { clock, github, of };
};

test("The rate limits of the sandbox GitHub are those that GitHub documents", () => {
  expect(documentedCalls).toEqual({ perHour: { workflow: 1000, app: 5000, user: 5000 }, pointsPerMinute: 900 });
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
  const { clock, of } = await aStingyOne({ perHour: documentedCalls.perHour, pointsPerMinute: 11 });
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
