import { getInput } from "@actions/core";
import { cacheFolder } from "../adapters/disk/cache-folder.ts";
import {
  type RunnerEvent,
  readEvent,
  runnerVariable,
  secretInput,
  textFromEvent,
} from "../adapters/runner/actions-inputs.ts";
import type { Env } from "../core/login/server-url.ts";

export const readInputs = (env: Env) => {
  const event = readEvent(env);
  const base = getInput("base");
  const head = getInput("head");
  return {
    cache: cacheFolder(env),
    base: base === "" ? end(event, "base") : base,
    head: head === "" ? end(event, "head") : head,
  };
};

export const readFetchInputs = (env: Env) => ({
  token: secretInput("github-token"),
  /** Where git finds the repository. */
  url: `${runnerVariable(env, "GITHUB_SERVER_URL")}/${runnerVariable(env, "GITHUB_REPOSITORY")}.git`,
  temporary: runnerVariable(env, "RUNNER_TEMP"),
  /** What is brought, with all of its history: the commit that the run is about, and those that inputs name. */
  wanted: [runnerVariable(env, "GITHUB_SHA"), getInput("base"), getInput("head")].filter((one) => one !== ""),
});

const end = (event: RunnerEvent, side: "base" | "head"): string =>
  event.name === "merge_group"
    ? textFromEvent(event, `merge_group.${side}_sha`)
    : textFromEvent(event, `pull_request.${side}.sha`);
