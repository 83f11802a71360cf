import { expect, test } from "vitest";
import { aGithub, aPull, here, octokitOf } from "./githubs.ts";

test("A program may create a limited amount of content a minute and an hour on GitHub, and learns when to go on", async () => {
  let seconds = 0;
  const github = await aGithub({
    now: () => new Date(Date.UTC(2026, 2, 1) + seconds * 1000),
    contentLimit: { perMinute: 2, perHour: 3 },
  });
  const { number } = await aPull(github);
  seconds += 3600;
  const programOf = (login: string) =>
    octokitOf(github, github.mintToken({ login, kind: "workflow", permissions: { issues: "write" } })).rest;
  const say = (login = "one[bot]") =>
    programOf(login).issues.createComment({ ...here, issue_number: number, body: "x" });

  await say();
  seconds += 10;
  await say();
  await expect(say()).rejects.toMatchObject({
    status: 403,
    message: expect.stringContaining("secondary rate limit"),
    response: { headers: { "retry-after": "50" } },
  });
  expect((await programOf("one[bot]").repos.get(here)).status).toBe(200);
  await say("another[bot]");
  seconds += 50;
  await say();
  seconds += 60;
  await expect(say()).rejects.toMatchObject({ status: 403, response: { headers: { "retry-after": "3480" } } });
  seconds += 3480;
  await say();
});
