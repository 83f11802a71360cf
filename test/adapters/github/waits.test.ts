import { expect, test } from "vitest";
import { type GithubRefusal, isLimit, secondsToWait } from "../../../action/adapters/github/waits.ts";

const now = new Date("2026-03-01T10:00:00Z");
const inSeconds = (seconds: number): string => String(now.getTime() / 1000 + seconds);
const refused = (change: Partial<GithubRefusal>): GithubRefusal => ({
  status: 403,
  headers: {},
  message: "",
  ...change,
});

test.each<[string, Partial<GithubRefusal>, number | undefined]>([
  ["a secondary limit that names its seconds", { headers: { "retry-after": "37" } }, 37],
  ["the same as 429", { status: 429, headers: { "retry-after": 5 } }, 5],
  [
    "a limit of the hour that ends soon",
    { headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": inSeconds(30) } },
    31,
  ],
  [
    "a limit of the hour that lasts",
    { headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": inSeconds(1800) } },
    undefined,
  ],
  ["a limit told by words alone", { message: "You have exceeded a secondary rate limit." }, 60],
  ["a limit that asks for an hour", { status: 429, headers: { "retry-after": "3600" } }, undefined],
  ["a call while GitHub is busy with another", { status: 409 }, 1],
  [
    "a missing permission",
    { message: "Resource not accessible by integration", headers: { "x-ratelimit-remaining": "4000" } },
    undefined,
  ],
  ["what is not there", { status: 404 }, undefined],
  ["what is refused", { status: 422 }, undefined],
])("A call of GitHub's API waits as long as GitHub asks for: %s", (_, change, seconds) => {
  expect(secondsToWait(refused(change), now)).toBe(seconds);
});

test("A 403 is no rate limit while calls are left, and words of people make no other status a rate limit", () => {
  expect(isLimit(refused({ headers: { "x-ratelimit-remaining": "1" }, message: "Must have admin rights" }))).toBe(
    false,
  );
  expect(isLimit(refused({ status: 422, message: "rate limit" }))).toBe(false);
});
