import { getInput } from "@actions/core";
import { cacheFolder } from "../adapters/disk/cache-folder.ts";
import {
  numberFromEvent,
  readEvent,
  requiredInput,
  runnerVariable,
  secretInput,
} from "../adapters/runner/actions-inputs.ts";
import type { Env } from "../core/login/server-url.ts";

export type FormInputs = Readonly<ReturnType<typeof readInputs>>;

/** Of the event only the number: what the issue says is asked for, as it is now. */
export const readInputs = (env: Env) => ({
  token: secretInput("github-token"),
  app: { id: getInput("app-id"), key: secretInput("app-key") },
  bot: requiredInput("bot"),
  issue: numberFromEvent(readEvent(env), "issue.number"),
  server: runnerVariable(env, "GITHUB_SERVER_URL"),
  repository: runnerVariable(env, "GITHUB_REPOSITORY"),
  temporary: runnerVariable(env, "RUNNER_TEMP"),
  cache: cacheFolder(env),
});
