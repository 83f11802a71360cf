import { getInput } from "@actions/core";
import {
  fromEvent,
  numberFromEvent,
  readEvent,
  requiredInput,
  runnerVariable,
  secretInput,
  textFromEvent,
} from "../adapters/runner/actions-inputs.ts";
import type { Comment } from "../flows/command.ts";

export type CommandInputs = {
  readonly token: string;
  readonly app: { readonly id: string; readonly key: string };
  readonly repository: string;
  readonly workflow: string;
  readonly bot: string;
  /** `undefined`: a comment on an issue that is no pull request. */
  readonly comment: Comment | undefined;
};

export const readInputs = (env: Readonly<Record<string, string | undefined>>): CommandInputs => {
  const event = readEvent(env);
  return {
    token: secretInput("github-token"),
    app: { id: getInput("app-id"), key: secretInput("app-key") },
    repository: runnerVariable(env, "GITHUB_REPOSITORY"),
    workflow: requiredInput("reconcile-workflow"),
    bot: requiredInput("bot"),
    comment:
      fromEvent(event, "issue.pull_request") === undefined
        ? undefined
        : {
            id: numberFromEvent(event, "comment.id"),
            body: textFromEvent(event, "comment.body"),
            login: textFromEvent(event, "comment.user.login"),
            pullRequest: numberFromEvent(event, "issue.number"),
          },
  };
};
