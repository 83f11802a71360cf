import { expect, test } from "vitest";
import { type CommandAsked, parseCommand } from "../../../../action/core/command/parse-command.ts";
import { submissionKey } from "../../../../action/core/ledger/event.ts";
import type { StateKind } from "../../../../action/core/submission/state.ts";
import { previewMarkdown, yesText } from "../../../../action/core/view/status/command-markdown.ts";
import { aSubmission } from "../../submission/a-submission.ts";

const asked = (line: string): CommandAsked => {
  const command = parseCommand(line);
  if (command.kind !== "command") throw new Error("no command");
  return command;
};
const preview = (line: string, ...kinds: readonly StateKind[]): string =>
  previewMarkdown(
    asked(line),
    kinds.map((kind) => ({ key: submissionKey(`sP26a-${kind}`, "1.0.0", undefined), state: aSubmission(kind) })),
    yesText("1-ab"),
  ).markdown;

test("The preview of a command begins with the confirmation to write, and shows the command with its settings", () => {
  const text = preview("/shrek retry sP26a-failed/simulate memory=4000 site=NERSC", "failed");

  expect(text.split("\n")[0]).toBe("**Nothing has been done yet.** To do it, write `/shrek yes 1-ab`.");
  expect(text).toContain("`/shrek retry /simulate memory=4000 site=NERSC` would change this production:");
  expect(text).toContain("- **sP26a-failed 1.0.0**: runs the failed part again (now failed: a task failed)");
});

test("Submissions that refuse a command are counted in its preview and not listed as changed", () => {
  const text = preview("/shrek retry", "failed", "running", "done");

  expect(text).toContain("would change this production:");
  expect(text).not.toContain("sP26a-running");
  expect(text).toContain("It leaves 2 productions as they are: retry does not work in their states.");
});

test("The preview of a withdrawal says whose data they are and who reads them, by version; other previews do not", () => {
  const text = preview("/shrek withdraw drop sP26a-done", "done");

  expect(text).toContain("The data of **sP26a-done 1.0.0**: nobody reads them; no datasets are known.");
  expect(preview("/shrek retry", "failed")).not.toContain("The data of");
  expect(preview("/shrek withdraw drop", "withdrawn")).not.toContain("The data of");
});
