import { join } from "node:path";
import { getInput } from "@actions/core";
import { cacheFolder } from "../adapters/disk/cache-folder.ts";
import { tokenEnvironment } from "../adapters/git/job-clone.ts";
import {
  numberInput,
  readEvent,
  runnerVariable,
  secretInput,
  textFromEvent,
} from "../adapters/runner/actions-inputs.ts";
import { isOfStrangers } from "../core/command/form-names.ts";
import type { Env } from "../core/login/server-url.ts";
import { Failure } from "../core/problems/failure.ts";

export type TryoutInputs = Readonly<ReturnType<typeof readInputs>>;

export const readInputs = (env: Env) => {
  const event = readEvent(env);
  const repository = runnerVariable(env, "GITHUB_REPOSITORY");
  const from = textFromEvent(event, "pull_request.head.repo.full_name");
  if (from.toLowerCase() !== repository.toLowerCase())
    throw new Failure(`The pull request comes from ${from}, and only branches of ${repository} are tried out.`, {
      wayOut: "Who may write here can push the commits to a branch of this repository.",
    });
  const branch = textFromEvent(event, "pull_request.head.ref");
  const isOwnMachine = runnerVariable(env, "RUNNER_ENVIRONMENT") === "self-hosted";
  const isStrangers = isOfStrangers(branch);
  if (isStrangers && isOwnMachine)
    throw new Failure("A program made this branch of what others wrote, and no machine of your own runs such a one.", {
      wayOut: "Who may write here can push the commits, once they are read, to a branch of another name.",
    });
  // Who starts a run again has write permission, and has looked (docs.github.com, Re-running workflows and jobs).
  if (isStrangers && (env.GITHUB_RUN_ATTEMPT ?? "1") === "1")
    throw new Failure("A program made this branch of what others wrote, and nobody here has looked at it yet.", {
      wayOut: "Who may write here looks at it, and then presses Re-run jobs on the page of this run.",
    });
  if (isOwnMachine && event.name !== "pull_request_target")
    throw new Failure(
      `This is a machine of your own, and "${event.name}" runs what the branch's own workflow file says.`,
      {
        wayOut:
          "Use tryout-site.yml, which `shrek init --with tryout-site` writes: main says there who approves a run.",
      },
    );
  const into = textFromEvent(event, "pull_request.base.ref");
  if (isOwnMachine && into !== "main")
    throw new Failure(`The pull request is for ${into}, so its reviewer does not see all that differs from main.`, {
      wayOut: "Open a pull request for main.",
    });
  const temporary = runnerVariable(env, "RUNNER_TEMP");
  const url = `${runnerVariable(env, "GITHUB_SERVER_URL")}/${repository}.git`;
  return {
    place: { url, temporary, env: tokenEnvironment(secretInput("github-token"), url) },
    cache: cacheFolder(env),
    /** Where jobs run. */
    work: join(temporary, "shrek-tryout"),
    /** On a machine that is not thrown away by GitHub. */
    isOwnMachine,
    /** Where data from outside lie. */
    data: getInput("data") === "" ? undefined : getInput("data"),
    head: textFromEvent(event, "pull_request.head.sha"),
    /** At most, of each step. */
    jobs: numberInput("jobs", 100),
    /** At most, of each job. */
    events: numberInput("events", 1_000_000),
    /** Of the clock, for all together; what still runs is stopped then. */
    minutes: numberInput("minutes", 300),
  };
};
