import { getInput } from "@actions/core";
import { cacheFolder } from "../adapters/disk/cache-folder.ts";
import { type RunnerEvent, readEvent, runnerVariable, textFromEvent } from "../adapters/runner/actions-inputs.ts";

export type CheckInputs = {
  readonly workspace: string;
  readonly cache: string;
  readonly base: string;
  readonly head: string;
};

export const readInputs = (env: Readonly<Record<string, string | undefined>>): CheckInputs => {
  const event = readEvent(env);
  const base = getInput("base");
  const head = getInput("head");
  return {
    workspace: runnerVariable(env, "GITHUB_WORKSPACE"),
    cache: cacheFolder(env),
    base: base === "" ? end(event, "base") : base,
    head: head === "" ? end(event, "head") : head,
  };
};

const end = (event: RunnerEvent, side: "base" | "head"): string =>
  event.name === "merge_group"
    ? textFromEvent(event, `merge_group.${side}_sha`)
    : textFromEvent(event, `pull_request.${side}.sha`);
