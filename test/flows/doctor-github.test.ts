import { expect, test } from "vitest";
import type { Finding } from "../../action/core/doctor/finding.ts";
import { doctorGithub } from "../../action/flows/doctor-github.ts";

const contentOf = (text: string) => [{ content: Buffer.from(text).toString("base64") }];

/** Of a repository with runs.yml, where every collaborator may write the ledger. `app`: set in the environment ledger. */
const found = async (app: boolean, about: Finding["about"]): Promise<Finding | undefined> => {
  const answers: Readonly<Record<string, readonly unknown[]>> = {
    "contents/.github/workflows/runs.yml?ref=main": contentOf("uses: x"),
    "contents/.github/runs.txt?ref=main": contentOf("productions/a: x\n"),
    "environments/ledger/variables": app ? [{ name: "SHREK_APP_ID" }] : [],
    "environments/ledger/secrets": app ? [{ name: "SHREK_APP_KEY" }] : [],
  };
  const findings = await doctorGithub(
    { read: async (path) => answers[path] },
    {
      repository: "epic/productions",
      panda: "https://p",
      vo: "epic",
      login: "robot",
      issuer: "i",
      ledger: "every-collaborator",
      extras: [],
      official: false,
      rucio: undefined,
      news: [],
      onGithub: true,
    },
  );
  return findings.find((one) => one.about === about);
};

test("shrek doctor reports a runs.yml without an App, with the commands that set up one", async () => {
  const runs = await found(false, "runs");

  expect(runs?.verdict).toBe("fix");
  expect(runs?.commands?.join("\n")).toContain("gh variable set SHREK_APP_ID --env ledger --repo epic/productions");
});

test("shrek doctor accepts a runs.yml with its own App where the ledger needs none", async () => {
  expect((await found(true, "runs"))?.verdict).toBe("good");
  expect((await found(true, "App of the ledger"))?.verdict).toBe("left-out");
});
