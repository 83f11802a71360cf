import { expect, test } from "vitest";
import type { AdminFacts, GithubAnswer } from "../../../action/core/init/setting.ts";
import { siteTryout } from "../../../action/core/init/site-tryout.ts";

const facts: AdminFacts = {
  ...{ repository: "epic/productions", panda: "https://p", vo: "epic", login: "robot", issuer: "i", rucio: undefined },
  ...{ ledger: "app", extras: [], news: [], official: false, onGithub: true },
};
const workflow = "jobs:\n  try:\n    runs-on: [self-hosted, shrek-tryout]\n";
const forMain = { custom_branch_policies: true };
const reviewed = (prevent_self_review = true) => [
  { deployment_branch_policy: forMain, protection_rules: [{ type: "required_reviewers", prevent_self_review }] },
];
const runner = (ephemeral: boolean, ...labels: readonly string[]) => ({
  ...{ name: "farm", ephemeral },
  labels: labels.map((name) => ({ name })),
});
const farm = (ephemeral: boolean) => [runner(ephemeral, "self-hosted", "shrek-tryout")];

test.each<[string, GithubAnswer, GithubAnswer, boolean, string, string]>([
  ["no environment", undefined, farm(true), true, "fix", "the environment tryout: it does not exist."],
  ["no reviewers", [{ deployment_branch_policy: forMain }], farm(true), true, "fix", "tryout has no reviewers"],
  ["reviews of one's own", reviewed(false), farm(true), true, "fix", "lets people approve their own try-outs."],
  ["a machine of a public repository", reviewed(), farm(true), false, "fix", "a fork's workflow may ask for farm."],
  ["a lasting machine", reviewed(), farm(false), true, "fix", "farm: not ephemeral"],
  [
    "no machine with these labels",
    reviewed(),
    [runner(true, "self-hosted")],
    true,
    "warning",
    "no runner of this repository has the labels self-hosted, shrek-tryout.",
  ],
  ["all that it takes", reviewed(), farm(true), true, "good", "each try-out is approved, on farm"],
])("shrek doctor finds of try-outs at the site %s", (_, environment, runners, isPrivate, verdict, says) => {
  const setting = siteTryout(() => workflow, "contents/.github/workflows/tryout-site.yml?ref=main");

  const found = setting.found?.([[], environment, [{ name: "main" }], runners, [{ private: isPrivate }]], facts);

  expect(found).toEqual({ verdict, says: expect.stringContaining(says) as string });
});

test("shrek doctor says nothing of tryout-site.yml where main does not have it", () => {
  expect(siteTryout(() => undefined, "x").found?.([undefined], facts)).toBeUndefined();
});
