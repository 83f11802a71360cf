import { expect, test } from "vitest";
import { parse } from "yaml";
import { shippedWorkflowNames } from "../../action/core/init/extra-workflows.ts";
import { actionsOfOthers } from "../../scripts/sandbox/runner/action.ts";
import { pageAt, pagesBelow } from "./pages.ts";

/** Events for which GitHub takes the workflow file from the pull request. */
const fromThePullRequest = ["pull_request", "merge_group", "pull_request_review"];

type Workflow = {
  readonly on: string | readonly string[] | Readonly<Record<string, unknown>>;
  readonly permissions?: unknown;
  readonly concurrency?: unknown;
  readonly jobs: Readonly<Record<string, { readonly permissions?: unknown }>>;
};

const shipped = pagesBelow("action/workflows", ".yml");
const ownFiles = pagesBelow(".github/workflows", ".yml");
const workflows = [...shipped, ...ownFiles].map(({ path, text }) => {
  const read = parse(text) as Workflow;
  const events =
    typeof read.on === "string" ? [read.on] : Array.isArray(read.on) ? (read.on as string[]) : Object.keys(read.on);
  return { name: path.split("/").at(-1) ?? "", text, read, events };
});
const ofPullRequests = workflows.filter(({ events }) => events.some((one) => fromThePullRequest.includes(one)));

test("GitHub runs in this repository what it is made with, and no workflow of productions, whose commit a release writes", () => {
  expect(shipped.map(({ path }) => path).toSorted()).toEqual(
    shippedWorkflowNames.map((name) => `action/workflows/${name}.yml`).toSorted(),
  );
  expect(ownFiles.map(({ path }) => path)).toEqual(
    ["ci", "release", "website"].map((name) => `.github/workflows/${name}.yml`),
  );
  expect(ownFiles.filter(({ text }) => /shrek\/action\/|@0{40}/.test(text))).toEqual([]);
});

test("A workflow that a pull request starts reads no variable, no secret and no environment", () => {
  expect(ofPullRequests.map(({ name }) => name)).toEqual(["check.yml", "tryout.yml", "ci.yml"]);
  expect(ofPullRequests.filter(({ text }) => /\b(?:vars|secrets)\.|^\s+environment:/m.test(text))).toEqual([]);
});

test("No workflow gives a permission to all its jobs: each job names its own, or none", () => {
  expect(workflows.filter(({ read }) => JSON.stringify(read.permissions) !== "{}").map(({ name }) => name)).toEqual([]);
  const jobs = workflows.flatMap(({ name, read }) =>
    Object.entries(read.jobs).map(([job, one]) => ({ job: `${name} ${job}`, one })),
  );
  expect(jobs.filter(({ one }) => one.permissions === undefined).map(({ job }) => job)).toEqual([]);
});

test("The token of a workflow that a pull request starts only reads, so a pull request cannot set a variable such as SHREK_MONITOR", () => {
  const granted = ofPullRequests.flatMap(({ name, read }) => [
    ...Object.entries({ whole: read.permissions }),
    ...Object.entries(read.jobs).map(([job, { permissions }]) => [`${name} ${job}`, permissions] as const),
  ]);

  expect(granted.filter(([job, permissions]) => job === "whole" && JSON.stringify(permissions) !== "{}")).toEqual([]);
  expect(granted.filter(([job]) => job !== "whole").map(([, permissions]) => permissions)).toEqual(
    granted.filter(([job]) => job !== "whole").map(() => ({ contents: "read" })),
  );
});

test("A file with a schedule, which GitHub may stop as a whole, is started by no merge, and that of reconcile has its job and group", () => {
  const ofName = (name: string) => workflows.find((one) => one.name === name)?.read;
  const [now, clock] = [ofName("reconcile.yml"), ofName("reconcile-schedule.yml")];
  const stoppable = workflows.filter(({ events }) => events.includes("schedule"));

  expect(stoppable.map(({ events }) => [...new Set(events)].toSorted())).toEqual(
    stoppable.map(() => ["schedule", "workflow_dispatch"]),
  );
  expect(clock?.jobs).toEqual(now?.jobs);
  expect(clock?.concurrency).toEqual({ group: "reconcile", "cancel-in-progress": false });
  expect(now?.concurrency).toEqual(clock?.concurrency);
});

test("A pass, a command, a form and a look are no deployments on the front page of a repository", () => {
  const environments = shipped.flatMap(({ text }) =>
    [...text.matchAll(/^ {4}environment:(.*)$/gm)].map(([, said = ""]) => said),
  );

  expect(environments.filter((said) => said !== " tryout" && said !== "")).toEqual([
    " { name: ledger, deployment: false }",
    " { name: panda, deployment: false }",
    " { name: ledger, deployment: false }",
    " { name: panda, deployment: false }",
    " { name: panda, deployment: false }",
    " { name: ledger, deployment: false }",
    " { name: ledger, deployment: false }",
  ]);
});

test("Every action of others is one that runs on Node 24, because GitHub's runners have no Node 20 since 2026-09-16", () => {
  const pages = [...shipped, ...ownFiles, pageAt("docs/conventions.md")];
  const used = pages.flatMap(({ text }) =>
    [...text.matchAll(/uses: (actions\/.*)$/gm)].map(([, action = ""]) => action),
  );

  const known = Object.entries(actionsOfOthers).map(([name, { commit, version }]) => `${name}@${commit} # ${version}`);
  expect([...new Set(used)].toSorted()).toEqual(known);
});

test("No workflow runs a file of a pull request with the rights of main, or asks for more permissions than a token can have", () => {
  // But a payload that a reviewer let begin, beside a token that only reads what is public to whoever may push.
  const targeted = workflows.filter(({ events }) => events.includes("pull_request_target"));
  expect(targeted.map(({ name }) => name)).toEqual(["tryout-site.yml"]);
  expect(targeted.map(({ read }) => Object.values(read.jobs))).toEqual([
    [expect.objectContaining({ permissions: { contents: "read" }, environment: "tryout" })],
  ]);
  expect(targeted.filter(({ text }) => /\b(?:vars|secrets)\.|checkout/.test(text))).toEqual([]);
  expect(workflows.filter(({ text }) => /write-all|GITHUB_ENV|GITHUB_PATH/.test(text))).toEqual([]);
});
