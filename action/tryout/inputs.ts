import { join } from "node:path";
import { cacheFolder } from "../adapters/disk/cache-folder.ts";
import { tokenEnvironment } from "../adapters/git/fetch.ts";
import {
  numberInput,
  readEvent,
  runnerVariable,
  secretInput,
  textFromEvent,
} from "../adapters/runner/actions-inputs.ts";
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
  const temporary = runnerVariable(env, "RUNNER_TEMP");
  const url = `${runnerVariable(env, "GITHUB_SERVER_URL")}/${repository}.git`;
  return {
    place: { url, temporary, env: tokenEnvironment(secretInput("github-token"), url) },
    cache: cacheFolder(env),
    /** Where jobs run. */
    work: join(temporary, "shrek-tryout"),
    base: textFromEvent(event, "pull_request.base.sha"),
    head: textFromEvent(event, "pull_request.head.sha"),
    /** At most, of each step. */
    jobs: numberInput("jobs", 100),
    /** At most, of each job. */
    events: numberInput("events", 1_000_000),
    /** Of the clock, for all together; what still runs is stopped then. */
    minutes: numberInput("minutes", 300),
  };
};
