import { expect, test } from "vitest";
import { passes, passesSome } from "../../../scripts/sandbox/runner/glob.ts";
import { readWorkflow } from "../../../scripts/sandbox/runner/workflow/read-workflow.ts";

const steps = "steps: [ { run: echo } ]";

test.each([
  ["on: push\njobs: { a: { runs-on: ubuntu-24.04, strategy: {}, steps: [] } }", "x.yml: jobs.a.strategy"],
  [
    `on: { pull_request_review_comment: {} }\njobs: { a: { runs-on: ubuntu-24.04, ${steps} } }`,
    "x.yml: on.pull_request_review_comment",
  ],
  [`on: { push: { branch: [main] } }\njobs: { a: { runs-on: ubuntu-24.04, ${steps} } }`, "x.yml: on.push.branch"],
  [
    `on: push\npermissions: { models: read }\njobs: { a: { runs-on: ubuntu-24.04, ${steps} } }`,
    "x.yml: permissions.models",
  ],
  [
    `on: push\npermissions: { contents: admin }\njobs: { a: { runs-on: ubuntu-24.04, ${steps} } }`,
    "x.yml: permissions.contents",
  ],
  [
    "on: push\njobs: { a: { runs-on: ubuntu-24.04, steps: [ { run: x, shell: python } ] } }",
    "x.yml: jobs.a.steps[0].shell",
  ],
  [
    "on: push\njobs: { a: { runs-on: ubuntu-24.04, steps: [ { run: 'echo ${{ github.ref | }}' } ] } }",
    "x.yml: jobs.a.steps[0].run",
  ],
  ['on: push\njobs: { a: { runs-on: ubuntu-24.04, if: "a ==", steps: [] } }', "x.yml: jobs.a.if"],
  ["on: push\njobs: { a: { runs-on: macos-15, steps: [] } }", "x.yml: jobs.a.runs-on"],
  [`on: push\njobs: { a: { needs: b, runs-on: ubuntu-24.04, ${steps} } }`, "jobs.a.needs"],
  [
    `on: push\njobs: { a: { needs: b, runs-on: ubuntu-24.04, ${steps} }, b: { needs: a, runs-on: ubuntu-24.04, ${steps} } }`,
    "leads back",
  ],
  ["on: push\non: push\njobs: {}", "x.yml: Map keys must be unique"],
  ["on: { workflow_run: { workflows: [Check] } }\njobs: {}", "on.workflow_run"],
  [
    `on: push\nconcurrency: { group: a, queue: all }\njobs: { a: { runs-on: ubuntu-24.04, ${steps} } }`,
    "concurrency.queue",
  ],
  [
    `on: push\nconcurrency: { group: a, que: max }\njobs: { a: { runs-on: ubuntu-24.04, ${steps} } }`,
    "concurrency.que",
  ],
  [
    `on: push\nconcurrency: { group: a, queue: max, cancel-in-progress: true }\njobs: { a: { runs-on: ubuntu-24.04, ${steps} } }`,
    "'queue: max' cannot be combined with 'cancel-in-progress: true'.",
  ],
  [
    `on: push\njobs: { a: { runs-on: ubuntu-24.04, environment: { name: b, deploy: false }, ${steps} } }`,
    "jobs.a.environment.deploy",
  ],
  [
    `on: push\njobs: { a: { runs-on: ubuntu-24.04, environment: { name: b, deployment: never }, ${steps} } }`,
    "jobs.a.environment.deployment",
  ],
])("The wrong workflow %s is refused when read", (source, place) => {
  expect(() => readWorkflow("x.yml", source)).toThrow(place);
});

test("A job on ubuntu-slim ends after 15 minutes, whatever its workflow says", () => {
  const minutesOf = (job: string): number | undefined =>
    readWorkflow("x.yml", `on: push\njobs: { a: { runs-on: ${job}, ${steps} } }`).jobs[0]?.timeoutMinutes;

  expect([minutesOf("ubuntu-slim"), minutesOf("ubuntu-slim, timeout-minutes: 20")]).toEqual([15, 15]);
  expect([minutesOf("ubuntu-slim, timeout-minutes: 5"), minutesOf("ubuntu-latest")]).toEqual([5, 360]);
});

test("Branch and path filters of workflows select the same events as on GitHub", () => {
  const only = (...patterns: string[]) => ({ only: patterns, except: undefined });

  expect(passes(only("releases/**", "!releases/**-alpha"), "releases/1/x")).toBe(true);
  expect(passes(only("releases/**", "!releases/**-alpha"), "releases/1-alpha")).toBe(false);
  expect(passes({ only: undefined, except: ["docs/*"] }, "docs/a/b")).toBe(true);
  expect(passesSome(only("productions/**"), ["README.md", "productions/a/b.yaml"])).toBe(true);
  expect(passesSome(only("**/production.yaml"), ["production.yaml"])).toBe(true);
  expect(passesSome({ only: undefined, except: ["**.md"] }, ["a/b.md", "c.md"])).toBe(false);
});
