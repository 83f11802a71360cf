import { expect, test } from "vitest";
import { ownWorkflows } from "../../../scripts/contracts/workflows/own-workflows.ts";
import { readWorkflow } from "../../../scripts/sandbox/runner/workflow/read-workflow.ts";
import { pagesBelow } from "../../docs/pages.ts";
import { githubFindings } from "./github-reader.ts";

const workflows = ownWorkflows();

test("GitHub's language service finds no error in SHREK's workflows and actions", async () => {
  const files = [
    ...Object.entries(workflows).map(([name, text]) => ({ path: `.github/workflows/${name}.yml`, text })),
    ...pagesBelow("action", "action.yml"),
  ];
  const found = await Promise.all(
    files.map(async ({ path, text }) => (await githubFindings(path, text)).map((line) => `${path}:${line}`)),
  );

  expect(found.flat()).toEqual([]);
  expect(files.length).toBe(24);
});

/** A slip in a workflow, and what GitHub's reader and ours say of it; "" says nothing. */
type Slip = readonly [workflow: string, from: string, to: string, github: string, ours: string];

const foundByBoth: readonly Slip[] = [
  ["check", "contents: read", "content: read", "Unexpected value 'content'", "permissions.content"],
  ["check", "contents: read", "contents: admin", "Unexpected value 'admin'", "permissions.contents"],
  ["check", "merge_group:", "merge_groups:", "Unexpected value 'merge_groups'", "on.merge_groups"],
  ["check", "runs-on:", "run-on:", "Required property is missing: runs-on", "jobs.check.run-on"],
  ["comment", "needs: judge", "needs: judges", "depends on unknown job 'judges'", "jobs.look.needs"],
  ["comment", "always() && needs", "always() &&& needs", "Unexpected symbol: '&'", "Unexpected symbol: '&'"],
  ["comment", "workflows: [check]", "workflow: [check]", "Unexpected value 'workflow'", "on.workflow_run.workflow"],
  ["comment", "types: [completed]", "types: [complete]", "Unexpected value 'complete'", "on.workflow_run.types"],
  ["command", "type: choice", "type: choices", "Unexpected value 'choices'", "inputs.verb.type"],
  ["command", "format(", "formats(", "Unrecognized function: 'formats'", "Unrecognized function: 'formats'"],
  ["reconcile-schedule", "4,19,34,49 * * * *", "4,19,34,49 * * *", "Invalid cron expression", "on.schedule[0]"],
  [
    "reconcile",
    "timeout-minutes: 60",
    "timeout-minutes: 1h",
    "Unexpected value '1h'",
    "jobs.reconcile.timeout-minutes",
  ],
  ["reconcile", "vars.PANDA_URL_SSL", "var.PANDA_URL_SSL", "Unrecognized named-value: 'var'", "named-value: 'var'"],
];

/** Ours reads a file alone, without the actions and the events that its names lead to; its runner fails on them in the run. */
const foundByGithubAlone: readonly Slip[] = [
  ["comment", "needs.judge.outputs.plans", "needs.judge.outputs.plan", "might be invalid: plan", ""],
  ["comment", "steps.plan.outputs.plans", "steps.plans.outputs.plans", "might be invalid: plans", ""],
  ["comment", "  part: say", "  parts: say", "Invalid action input 'parts'", ""],
  ["comment", "workflow_run.event ==", "workflow_run.evnt ==", "might be invalid: evnt", ""],
  ["command", ", inputs.verb,", ", inputs.verbs,", "might be invalid: verbs", ""],
  ["command", "{6}", "{7}", "references argument {7}", ""],
];

/** A runner of one's own may have any label. */
const foundByNobody: readonly Slip[] = [["reconcile", "ubuntu-latest", "ubuntu-lates", "", ""]];

test.each([...foundByBoth, ...foundByGithubAlone, ...foundByNobody])(
  "The workflow %s.yml with %j as %j: GitHub's reader says %j, ours %j",
  async (name, from, to, github, ours) => {
    const text = workflows[name] ?? "";
    expect(text).toContain(from);
    const changed = text.replace(from, to);
    const found = (await githubFindings(`.github/workflows/${name}.yml`, changed)).join("\n");
    const refusal = refusalOf(changed);

    expect(found).toContain(github);
    expect(refusal).toContain(ours);
    expect([found === "", refusal === ""]).toEqual([github === "", ours === ""]);
  },
);

const refusalOf = (text: string): string => {
  try {
    readWorkflow("x.yml", text);
    return "";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};
