import { getInput } from "@actions/core";
import { cacheFolder } from "../adapters/disk/cache-folder.ts";
import { runnerVariable, secretInput } from "../adapters/runner/actions-inputs.ts";
import type { Env } from "../core/login/server-url.ts";

export type UpkeepInputs = Readonly<ReturnType<typeof readInputs>>;

export const readInputs = (env: Env) => ({
  app: { id: getInput("app-id"), key: secretInput("app-key") },
  server: runnerVariable(env, "GITHUB_SERVER_URL"),
  repository: runnerVariable(env, "GITHUB_REPOSITORY"),
  temporary: runnerVariable(env, "RUNNER_TEMP"),
  cache: cacheFolder(env),
});
