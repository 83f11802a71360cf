import { join } from "node:path";
import { jobInputs, runnerVariable, secretInput } from "../adapters/runner/actions-inputs.ts";
import type { Env } from "../core/login/server-url.ts";

export type PagesInputs = Readonly<ReturnType<typeof readInputs>>;

export const readInputs = (env: Env) => ({
  ...jobInputs(env),
  token: secretInput("github-token"),
  /** Where the workflow fetches the pages. */
  folder: join(runnerVariable(env, "RUNNER_TEMP"), "site"),
  /** The commit of main whose workflow file this is. */
  main: runnerVariable(env, "GITHUB_SHA"),
  /** A person started it. */
  asked: runnerVariable(env, "GITHUB_EVENT_NAME") === "workflow_dispatch",
});
