import { expect, test } from "vitest";
import type { AdminFacts } from "../../../action/core/init/setting.ts";
import { adminSteps, settings } from "../../../action/core/init/settings.ts";

const facts: AdminFacts = {
  ...{ repository: "epic/productions", panda: "https://p", vo: "epic", login: "robot", issuer: "i" },
  ...{ ledger: "app", extras: [], official: false, rucio: undefined, onGithub: true },
  news: ["HEAVY_FLAVOUR", "SHIFT"],
};
const { found } = settings["channels of news"];

test("Channels in the conventions whose secret is not set are named, with the command that sets it", () => {
  for (const secrets of [undefined, [], [{ name: "PANDA_AUTH_ROBOT_SECRET" }]])
    expect(found?.([[], secrets], facts)).toEqual({
      verdict: "fix",
      says: "the conventions name HEAVY_FLAVOUR, SHIFT, and the environment panda lacks SHREK_NEWS: a line NAME=ADDRESS for each in news.txt, which is not committed.",
    });
  expect(adminSteps(facts).find(({ name }) => name === "channels of news")?.blocks).toEqual([
    'gh secret set SHREK_NEWS --env panda --repo epic/productions < "news.txt"',
  ]);
});

test("shrek doctor says of a secret that is set what it cannot see", () => {
  expect(found?.([[], [{ name: "SHREK_NEWS" }]], facts)).toEqual({
    verdict: "good",
    says: "SHREK_NEWS is set; it needs a line for each of HEAVY_FLAVOUR, SHIFT, which a pass finds out",
  });
  // A variable of that name is no secret.
  expect(found?.([[{ name: "SHREK_NEWS" }], []], facts)?.verdict).toBe("fix");
});

test("Conventions without channels ask nobody for addresses", () => {
  const none = { ...facts, news: [] };
  expect(found?.([[], []], none)).toBeUndefined();
  expect(adminSteps(none).map(({ name }) => name)).not.toContain("channels of news");
});
