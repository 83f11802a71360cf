import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { load } from "js-yaml";
import { expect, onTestFinished, test, vi } from "vitest";
import { isOfStrangers } from "../../action/core/command/form-names.ts";
import { readInputs } from "../../action/tryout/inputs.ts";
import { scopeOf } from "../../scripts/sandbox/runner/contexts.ts";
import { holds } from "../../scripts/sandbox/runner/expression/template.ts";

const repository = "toy-experiment/productions";
const upkeepBranch = `shrek/upkeep-resources-${"0".repeat(8)}-${"1".repeat(16)}`;
type Workflow = { readonly jobs: Readonly<Record<string, { readonly name: string; readonly if: string }>> };

const inputsOf = async (branch: string, more: Readonly<Record<string, string>> = {}, into = "main") => {
  const dir = await mkdtemp(join(tmpdir(), "shrek-tryout-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const event = join(dir, "event.json");
  const head = { ref: branch, sha: "1".repeat(40), repo: { full_name: repository } };
  await writeFile(event, JSON.stringify({ pull_request: { head, base: { ref: into, sha: "2".repeat(40) } } }));
  for (const [name, value] of Object.entries({ jobs: "1", events: "10", minutes: "30", "github-token": "t" }))
    vi.stubEnv(`INPUT_${name.toUpperCase()}`, value);
  return readInputs({
    GITHUB_EVENT_PATH: event,
    GITHUB_EVENT_NAME: "pull_request",
    GITHUB_REPOSITORY: repository,
    GITHUB_SERVER_URL: "https://github.com",
    RUNNER_ENVIRONMENT: "github-hosted",
    RUNNER_TEMP: dir,
    HOME: dir,
    ...more,
  });
};

test("A branch that a program made of what others wrote is tried out only in a run that somebody started again", async () => {
  await expect(inputsOf(upkeepBranch)).rejects.toThrow("nobody here has looked at it yet");
  expect(await inputsOf(upkeepBranch.replace("resources", "inputs"))).toMatchObject({ head: "1".repeat(40) });
  await expect(inputsOf("shrek/form-12")).rejects.toThrow("nobody here has looked at it yet");
  expect(await inputsOf("shrek/form-12", { GITHUB_RUN_ATTEMPT: "2" })).toMatchObject({ head: "1".repeat(40) });
  expect(await inputsOf("my-branch")).toMatchObject({ head: "1".repeat(40) });
});

test("A job of a try-out is skipped, which is grey, for each branch that its program would refuse", () => {
  const jobOf = (name: string): { readonly name: string; readonly if: string } =>
    Object.values((load(readFileSync(`action/workflows/${name}.yml`, "utf8")) as Workflow).jobs)[0] ?? {
      name: "",
      if: "",
    };
  const runs = (name: string, ref: string, attempt: number): boolean => {
    const head = { ref, repo: { full_name: repository } };
    const github = { repository, head_ref: ref, run_attempt: String(attempt), event: { pull_request: { head } } };
    return holds(jobOf(name).if, scopeOf({ github }, { failed: false, cancelled: false, skipped: false }));
  };
  const branches = [
    "my-branch",
    "shrek/form-12",
    upkeepBranch,
    upkeepBranch.replace("resources", "inputs"),
    "shrek/runs",
  ];

  for (const branch of branches) {
    expect(runs("tryout", branch, 1)).toBe(!isOfStrangers(branch));
    expect(runs("tryout", branch, 2)).toBe(true);
    for (const attempt of [1, 2]) expect(runs("tryout-site", branch, attempt)).toBe(!isOfStrangers(branch));
  }
  // GitHub shows an expression in the name of a skipped job as it is written (actions/runner#1215).
  expect([jobOf("tryout").name, jobOf("tryout-site").name]).toEqual([
    "try-out (of a form's branch once somebody runs it again)",
    "try-out at the site (never of a form's branch)",
  ]);
});

test("On a machine of the experiment no branch that a program made of an issue is tried out, however often its run is started", async () => {
  const own = { RUNNER_ENVIRONMENT: "self-hosted", GITHUB_EVENT_NAME: "pull_request_target" };
  for (const attempt of ["1", "2"])
    await expect(inputsOf("shrek/form-12", { ...own, GITHUB_RUN_ATTEMPT: attempt })).rejects.toThrow(
      "no machine of your own runs such a one",
    );
  expect(await inputsOf("my-branch", own)).toMatchObject({ isOwnMachine: true });
});

test("On a machine of the experiment only a pull request for main is tried out, for a reviewer sees all of it", async () => {
  const own = { RUNNER_ENVIRONMENT: "self-hosted", GITHUB_EVENT_NAME: "pull_request_target" };
  await expect(inputsOf("my-branch", own, "stage")).rejects.toThrow("The pull request is for stage");
  expect(await inputsOf("my-branch", {}, "stage")).toMatchObject({ isOwnMachine: false });
});
