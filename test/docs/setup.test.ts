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

test("the table of permissions says what the workflows ask for, and why", () => {
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
])("the minutes of %s in a quiet month are those of its schedule", (workflow, jobs) => {
  const [, minutes = ""] = /- cron: "([\d,]+) \* \* \* \*"/.exec(read(`.github/workflows/${workflow}.yml`)) ?? [];
  const month = minutes.split(",").length * 730 * jobs;
  const row = read("docs/setup.md")
    .split("\n")
    .find((line) => line.startsWith(`| \`${workflow}\` | each strike`));

  expect(row).toContain(`, ${minutes.split(",").length} an hour |`);
  expect(row).toContain(`| ${month.toLocaleString("en-US")} `);
});
