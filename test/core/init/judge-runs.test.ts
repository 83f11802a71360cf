import { expect, test } from "vitest";
import type { AdminFacts } from "../../../action/core/init/admin-facts.ts";
import { checkApp, checkRunsWorkflow } from "../../../action/core/init/check-settings.ts";
import { adminSteps, extraSteps, runsAppCommands } from "../../../action/core/init/steps.ts";

const app = { variables: ["SHREK_APP_ID"], secrets: ["SHREK_APP_KEY"], branches: ["main"] };
const none = { variables: [], secrets: [], branches: ["main"] };

test.each([
  ["productions/a: x\n", app, "good", "productions/a; the App needs"],
  ["# none\n", app, "warning", "names no command"],
  [undefined, app, "fix", ".github/runs.txt is not on main"],
  ["productions/a\n", app, "fix", ".github/runs.txt:1:1 is not"],
  ["productions/a: x\n", none, "fix", "the environment ledger lacks SHREK_APP_ID and SHREK_APP_KEY."],
  ["productions/a: x\n", { ...app, secrets: [] }, "fix", "the environment ledger lacks SHREK_APP_KEY."],
  ["productions/a: x\n", undefined, "fix", "it opens pull requests as a GitHub App"],
])("shrek doctor on runs.yml with the commands %j, in an environment %j: %s", (commands, ledger, verdict, says) => {
  expect(checkRunsWorkflow(commands, ledger)).toEqual({ verdict, says: expect.stringContaining(says) as string });
});

const facts: AdminFacts = {
  repository: "epic/productions",
  panda: "https://p",
  vo: "epic",
  login: "robot",
  issuer: "i",
  ledger: "every-collaborator",
  extras: ["runs"],
  official: false,
  onGithub: true,
};

test("A repository with runs.yml and no App gets instructions to make one, with the commands", () => {
  const first = adminSteps(facts).find(({ name }) => name === "App of the ledger");

  expect(first?.why).toContain("apps/new?name=shrek-productions-runs&contents=write&pull_requests=write&");
  expect(first?.blocks.join("\n")).toContain("gh variable set SHREK_APP_ID --env ledger --repo epic/productions");
  expect(first?.blocks.join("\n")).not.toContain("--env panda");
  expect(extraSteps(facts)).toEqual([{ name: "App of the ledger", why: first?.why, blocks: first?.blocks }]);
  expect(runsAppCommands(facts)).toEqual(first?.blocks);
  expect(adminSteps({ ...facts, extras: [] }).map(({ name }) => name)).not.toContain("App of the ledger");
  expect(runsAppCommands({ ...facts, ledger: "app" })).toEqual([]);
});

test("An App for runs.yml only is not counted as the App that writes the ledger", () => {
  const places = new Map([
    ["ledger", app],
    ["panda", none],
  ]);

  expect(checkApp(places, false, true).verdict).toBe("left-out");
  expect(checkApp(places, false, false).verdict).toBe("warning");
  expect(checkApp(places, true, true).verdict).toBe("fix");
});

test("The step of shrek init about PanDA's address explains why the VO has a role", () => {
  const why = (official: boolean) =>
    adminSteps({ ...facts, official }).find(({ name }) => name === "address of PanDA")?.why;

  expect(why(true)).toBe(
    "Where reconcile submits, and as which VO: epic.production, with the role production, because releases go to a group.",
  );
  expect(why(false)).toBe("Where reconcile submits, and as which VO.");
});
