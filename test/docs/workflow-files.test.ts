import { expect, test } from "vitest";
import { parse } from "yaml";
import { shippedWorkflowNames } from "../../action/core/init/extra-workflows.ts";
import { pagesBelow } from "./pages.ts";

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
