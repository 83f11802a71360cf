import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { readInputs } from "../../action/tryout/inputs.ts";

const repository = "toy-experiment/productions";

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
  const brought = `shrek/upkeep-resources-${"0".repeat(8)}-${"1".repeat(16)}`;
  await expect(inputsOf(brought)).rejects.toThrow("nobody here has looked at it yet");
  expect(await inputsOf(brought.replace("resources", "inputs"))).toMatchObject({ head: "1".repeat(40) });
  await expect(inputsOf("shrek/form-12")).rejects.toThrow("nobody here has looked at it yet");
  expect(await inputsOf("shrek/form-12", { GITHUB_RUN_ATTEMPT: "2" })).toMatchObject({ head: "1".repeat(40) });
  expect(await inputsOf("my-branch")).toMatchObject({ head: "1".repeat(40) });
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
