import { readFileSync } from "node:fs";
import { load } from "js-yaml";
import { expect, test } from "vitest";
import { parseCommand } from "../../../action/core/command/parse-command.ts";
import { scopeOf } from "../../../scripts/sandbox/runner/contexts.ts";
import { holds } from "../../../scripts/sandbox/runner/expression/template.ts";

const workflow = load(readFileSync("action/workflows/command.yml", "utf8")) as {
  readonly jobs: { readonly command: { readonly if: string } };
};

const starts = (body: string, { type = "User", onPull = true } = {}): boolean => {
  const issue = onPull ? { pull_request: { url: "x" } } : {};
  const event = { issue, comment: { body, user: { type } } };
  const well = { failed: false, cancelled: false, skipped: false };
  return holds(workflow.jobs.command.if, scopeOf({ github: { event_name: "issue_comment", event } }, well));
};

test.each([
  "/shrek status",
  "/Shrek status",
  " /shrek status",
  "   /shrek status",
  "@shrek status",
  "shrek status",
  "Shrek: status",
  "/shrek: status",
  "/shrek-status",
  "Please:\r\n/shrek retry",
  "Please:\n /shrek retry",
  "\n/shrek retry",
])("The command workflow starts for the comment %j, which SHREK answers", (body) => {
  expect(starts(body)).toBe(true);
  expect(parseCommand(body).kind).toMatch(/^(command|missed)$/);
});

test.each([
  "Looks good to me.",
  "The shrek of this repository is old",
  "See https://github.com/sPHENIX-Collaboration/shrek/issues/1",
  "Use /shrek status here",
  "> /shrek status",
])("The command workflow starts no job for the comment %j", (body) => {
  expect(starts(body)).toBe(false);
});

test("The command workflow starts no job for a comment of a program, and in an issue for a command alone that is not of the form", () => {
  expect(starts("/shrek status", { type: "Bot" })).toBe(false);
  expect(starts("/shrek status", { type: "Bot", onPull: false })).toBe(false);
  expect(starts("/shrek status", { onPull: false })).toBe(true);
  for (const body of ["shrek status", "Please:\n/shrek retry", "/shrek set priority=3", "/shrek like sP26a-toy"])
    expect(starts(body, { onPull: false })).toBe(false);
});
