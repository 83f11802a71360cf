import { expect, test } from "vitest";
import type { Finding } from "../../action/core/doctor/finding.ts";
import type { EnvironmentSettings } from "../../action/core/init/settings.ts";
import { doctorGithub } from "../../action/flows/doctor-github.ts";

const app = { variables: ["SHREK_APP_ID"], secrets: ["SHREK_APP_KEY"], branches: ["main"] };
const none = { variables: [], secrets: [], branches: ["main"] };

/** Of a repository with runs.yml, where every collaborator may write the ledger. */
const found = async (ledger: EnvironmentSettings, about: Finding["about"]): Promise<Finding | undefined> => {
  const findings = await doctorGithub(
    {
      actions: async () => true,
      workflowToken: async () => ({ writes: false, approves: false }),
      environment: async (name) => (name === "ledger" ? ledger : none),
      rules: async () => [],
      hasBranch: async () => true,
      file: async (path) => (path === ".github/runs.txt" ? "productions/a: x\n" : "uses: x"),
    },
    {
      repository: "epic/productions",
      panda: "https://p",
      vo: "epic",
      login: "robot",
      issuer: "i",
      ledger: "every-collaborator",
      extras: [],
      official: false,
      onGithub: true,
    },
  );
  return findings.find((one) => one.about === about);
};

test("shrek doctor reports runs.yml without an App, with the commands that set up one", async () => {
  const runs = await found(none, "runs");

  expect(runs?.verdict).toBe("fix");
  expect(runs?.commands?.join("\n")).toContain("gh variable set SHREK_APP_ID --env ledger --repo epic/productions");
});

test("shrek doctor accepts runs.yml with its own App where the ledger needs none", async () => {
  expect((await found(app, "runs"))?.verdict).toBe("good");
  expect((await found(app, "App of the ledger"))?.verdict).toBe("left-out");
});
