import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { shippedWorkflowNames } from "../../action/core/init/extra-workflows.ts";

const root = new URL("../../", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), "utf8");

/** Rows of the table, from the lines `      contents: read # why` below each job. */
const rowsOf = (workflow: string): readonly string[] => {
  let job = "";
  return read(`.github/workflows/${workflow}.yml`)
    .split("\n")
    .flatMap((line) => {
      job = /^ {2}(\w+):$/.exec(line)?.[1] ?? job;
      const [, permission, why] = /^ {6}([a-z-]+: (?:read|write)) # (.+)$/.exec(line) ?? [];
      return permission === undefined ? [] : [`| \`${workflow}\`, ${job} | \`${permission}\` | ${why} |`];
    });
};

test("The table of permissions in docs/setup.md has those of the workflows, with reasons", () => {
  const rows = shippedWorkflowNames.flatMap(rowsOf);
  const said = read("docs/setup.md")
    .split("\n")
    .filter((line) => /^\| `\w+`, \w+ \| `/.test(line));

  expect(rows.length).toBeGreaterThan(8);
  expect(said).toEqual(rows);
});

test.each([
  ["reconcile", 1],
  ["runs", 1],
])("The minutes of the workflow %s in a quiet month in docs/setup.md agree with its schedule", (workflow, jobs) => {
  const [, minutes = ""] = /- cron: "([\d,]+) \* \* \* \*"/.exec(read(`.github/workflows/${workflow}.yml`)) ?? [];
  const month = minutes.split(",").length * 730 * jobs;
  const row = read("docs/setup.md")
    .split("\n")
    .find((line) => line.startsWith(`| \`${workflow}\` | each strike`));

  expect(row).toContain(`, ${minutes.split(",").length} an hour |`);
  expect(row).toContain(`| ${month.toLocaleString("en-US")} `);
});
