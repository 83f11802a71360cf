import { getInput } from "@actions/core";
import { cacheFolder } from "../adapters/disk/cache-folder.ts";
import {
  readEvent,
  requiredInput,
  runnerVariable,
  secretInput,
  textFromEvent,
} from "../adapters/runner/actions-inputs.ts";
import { Failure } from "../core/problems/failure.ts";

type Common = { readonly token: string; readonly repository: string };
export type JudgeInputs = Common & {
  readonly kind: "judge";
  readonly workspace: string;
  readonly cache: string;
  readonly server: string;
  readonly head: string;
  readonly headOwner: string;
  readonly headBranch: string;
  readonly reconcileWorkflow: string;
};
export type PostInputs = Common & {
  readonly kind: "post";
  readonly body: string;
  readonly pullRequest: number;
  readonly bot: string;
};
export type CommentInputs = JudgeInputs | PostInputs;

export const readInputs = (env: Readonly<Record<string, string | undefined>>): CommentInputs => {
  const common = { token: secretInput("github-token"), repository: runnerVariable(env, "GITHUB_REPOSITORY") };
  const body = getInput("body");
  if (body !== "")
    return {
      ...common,
      kind: "post",
      body,
      pullRequest: pullRequestNumber(requiredInput("pull-request")),
      bot: requiredInput("bot"),
    };
  const event = readEvent(env);
  return {
    ...common,
    kind: "judge",
    workspace: runnerVariable(env, "GITHUB_WORKSPACE"),
    cache: cacheFolder(env),
    server: runnerVariable(env, "GITHUB_SERVER_URL"),
    head: textFromEvent(event, "workflow_run.head_sha"),
    headOwner: textFromEvent(event, "workflow_run.head_repository.owner.login"),
    headBranch: textFromEvent(event, "workflow_run.head_branch"),
    reconcileWorkflow: requiredInput("reconcile-workflow"),
  };
};

const pullRequestNumber = (text: string): number => {
  if (!/^[1-9]\d{0,9}$/.test(text)) throw new Failure(`"${text}" is not the number of a pull request.`);
  return Number(text);
};
