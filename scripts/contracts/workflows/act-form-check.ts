import assert from "node:assert/strict";
import { join } from "node:path";
import { formLabel } from "../../../action/core/command/form-names.ts";
import { formFile } from "../../../action/core/form/form-file.ts";
import { conventionsPath } from "../../../action/core/init/paths.ts";
import { formBasis } from "../../../action/flows/validation/form-basis.ts";
import { comments, pushToMain } from "../../demo/pull-request.ts";
import { author, productionFiles, reviewer, type World } from "../../demo/world.ts";
import { pinnedWorkflows } from "../../release/tree.ts";
import type { Check } from "../check.ts";
import type { Venv } from "../venv.ts";
import { release, withActRunner } from "./act-check.ts";
import type { WorkflowRun } from "./act-runner.ts";

const app = "shrek-form";

/** The form's workflow as `shrek init` writes it, from an issue to its plan, on a runner that is not ours. */
export const actFormCheck = (venv: Venv): Check => {
  let ended: readonly WorkflowRun[] = [];
  return {
    name: "act runs the workflow of the form unchanged, from an issue to its pull request and plan, and to what is wrong",
    run: async () => {
      ended = await withActRunner(join(venv.dir, "bin"), tell, {
        app: { slug: app, permissions: { contents: "write", "pull-requests": "write" } },
      });
    },
    shown: () => [
      ...ended.map(({ workflow, event, exitCode }) => `${workflow} on ${event}: exit ${exitCode}`),
      ...(ended.at(-1)?.log.split("\n").slice(-6) ?? []),
    ],
  };
};

const tell = async (
  world: World,
  runner: { readonly idle: () => Promise<void>; readonly ended: () => readonly WorkflowRun[] },
): Promise<void> => {
  // A template that is finished: what it marks, an administrator has replaced.
  const owned = Object.fromEntries(
    Object.entries(productionFiles(["conventions.yaml", "_templates"])).map(([path, text]) => [
      path,
      text.replaceAll(/^.*CHANGE THIS:.*\n/gm, ""),
    ]),
  );
  const conventions = `${owned[conventionsPath] ?? ""}\npolicy:\n  form: { app: ${app} }\n`;
  const files = { ...owned, [conventionsPath]: conventions };
  const read = async (path: string) => {
    const text = new Map(Object.entries(files)).get(path);
    return text === undefined ? undefined : new TextEncoder().encode(text);
  };
  const form = formFile(await formBasis(read, conventionsPath));
  const workflow = pinnedWorkflows(release).find(({ path }) => path === "form.yml");
  const texts = {
    ...files,
    [form.path]: new TextDecoder().decode(form.bytes),
    ".github/workflows/form.yml": new TextDecoder().decode(workflow?.bytes),
  };
  await pushToMain(world, reviewer, texts, "Take requests by a form");
  const { octokit, owner, repo } = world.as(reviewer);
  await octokit.rest.issues.createLabel({ owner, repo, name: formLabel });
  await runner.idle();

  const answers = { template: "simulation", campaign: "sP26b", physics: "jet10", stage: "signal", description: "Jets" };
  const issue = await world.github.submitForm(author, { form: "production.yml", title: "Jets", answers });
  await runner.idle();
  const { data } = await octokit.rest.pulls.list({ owner, repo, head: `${owner}:shrek/form-${issue}` });
  assert.deepEqual(
    data.map(({ title, user }) => `${title} by ${user?.login}`),
    [`Request sP26b-jet10-signal by ${app}[bot]`],
  );
  assert.match(await saidIn(world, issue), /This is #\d+[^]*jobs/);

  await octokit.rest.issues.createComment({ owner, repo, issue_number: issue, body: "/shrek set jobs=many" });
  await runner.idle();
  assert.match(await saidIn(world, issue), /\*\*Jobs of simulate\*\*: "many" is not a whole number/);
  const runs = runner.ended().map(({ workflow: name, event, exitCode }) => `${name} ${event} ${exitCode}`);
  assert.deepEqual([...new Set(runs.filter((run) => run.startsWith("form ")))].toSorted(), [
    "form issue_comment 0",
    "form issues 0",
  ]);
};

const saidIn = async (world: World, issue: number): Promise<string> =>
  (await comments(world.as(author), issue)).map(({ body }) => body).join("\n");
