import { getInput } from "@actions/core";
import { requiredInput, runnerVariable, secretInput } from "../adapters/actions-inputs.ts";
import { cacheFolder } from "../adapters/cache-folder.ts";

export type ReconcileInputs = {
  readonly token: string;
  readonly app: { readonly id: string; readonly key: string };
  readonly repository: string;
  readonly server: string;
  readonly workspace: string;
  readonly cache: string;
  /** As PanDA's own client would find it in its environment. */
  readonly panda: Readonly<Record<string, string>>;
  readonly monitor: string | undefined;
  readonly run: string;
  readonly bot: string;
};

export const readInputs = (env: Readonly<Record<string, string | undefined>>): ReconcileInputs => {
  const monitor = getInput("monitor");
  return {
    token: secretInput("github-token"),
    app: { id: secretInput("app-id"), key: secretInput("app-key") },
    repository: runnerVariable(env, "GITHUB_REPOSITORY"),
    server: runnerVariable(env, "GITHUB_SERVER_URL"),
    workspace: runnerVariable(env, "GITHUB_WORKSPACE"),
    cache: cacheFolder(env),
    panda: {
      PANDA_URL_SSL: requiredInput("panda-url"),
      PANDA_AUTH_VO: requiredInput("panda-vo"),
      PANDA_AUTH_ID_TOKEN: secretInput("panda-token"),
    },
    monitor: monitor === "" ? undefined : monitor,
    run: `${runnerVariable(env, "GITHUB_RUN_ID")}/${env.GITHUB_RUN_ATTEMPT ?? "1"}`,
    bot: requiredInput("bot"),
  };
};
