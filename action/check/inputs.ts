import { getInput } from "@actions/core";
import {
  jobInputs,
  type RunnerEvent,
  readEvent,
  runnerVariable,
  secretInput,
  textFromEvent,
} from "../adapters/runner/actions-inputs.ts";
import type { Env } from "../core/login/server-url.ts";

export const readInputs = (env: Env) => {
  const event = readEvent(env);
  const [base, head] = [getInput("base"), getInput("head")];
  return {
    ...jobInputs(env),
    token: secretInput("github-token"),
    base: base === "" ? end(event, "base") : base,
    head: head === "" ? end(event, "head") : head,
    /** What is brought, with all of its history: the commit that the run is about, and those that inputs name. */
    wanted: [runnerVariable(env, "GITHUB_SHA"), base, head].filter((one) => one !== ""),
  };
};

const end = (event: RunnerEvent, side: "base" | "head"): string =>
  event.name === "merge_group"
    ? textFromEvent(event, `merge_group.${side}_sha`)
    : textFromEvent(event, `pull_request.${side}.sha`);
