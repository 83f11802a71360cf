import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { shippedWorkflowNames } from "../../action/core/init/extra-workflows.ts";
import { readWorkflow } from "../../scripts/sandbox/runner/workflow/read-workflow.ts";

const root = new URL("../../", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), "utf8");

test("Every permission of a shipped workflow has its reason at its line", () => {
  const permissions = shippedWorkflowNames
    .flatMap((name) => read(`action/workflows/${name}.yml`).split("\n"))
    .filter((line) => /^ {6}[a-z-]+: (?:read|write)\b/.test(line));

  expect(permissions.length).toBeGreaterThan(8);
  expect(permissions.filter((line) => !/^ {6}[a-z-]+: (?:read|write) # \S.+$/.test(line))).toEqual([]);
});

test("The workflows that docs/setup.md moves to ubuntu-slim have only jobs that end within its 15 minutes", () => {
  const [, names = ""] =
    /^- `sed -i s\/ubuntu-latest\/ubuntu-slim\/ \.github\/workflows\/\{([a-z,]+)\}\.yml`/m.exec(
      read("docs/setup.md"),
    ) ?? [];
  const jobs = names.split(",").flatMap((name) => {
    const text = read(`action/workflows/${name}.yml`).replaceAll("ubuntu-latest", "ubuntu-slim");
    return readWorkflow(`${name}.yml`, text).jobs;
  });

  expect(jobs.map(({ id }) => id)).toEqual(["check", "judge", "look", "say", "command", "form"]);
  expect(jobs.filter(({ runsOn, timeoutMinutes }) => runsOn.length > 0 || timeoutMinutes > 10)).toEqual([]);
});

test.each([
  ["reconcile-schedule", 1],
  ["runs", 1],
])("The minutes of the workflow %s in a quiet month in docs/setup.md agree with its schedule", (workflow, jobs) => {
  const [, minutes = ""] = /- cron: "([\d,]+) \* \* \* \*"/.exec(read(`action/workflows/${workflow}.yml`)) ?? [];
  const month = minutes.split(",").length * 730 * jobs;
  const row = read("docs/setup.md")
    .split("\n")
    .find((line) => line.startsWith(`| \`${workflow}\` | each strike`));

  expect(row).toContain(`, ${minutes.split(",").length} an hour |`);
  expect(row).toContain(`| ${month.toLocaleString("en-US")} `);
});
