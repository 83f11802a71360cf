import {
  appInputs,
  fromEvent,
  jobInputs,
  numberFromEvent,
  type RunnerEvent,
  readEvent,
  requiredInput,
  runnerVariable,
  secretInput,
  textFromEvent,
} from "../adapters/runner/actions-inputs.ts";
import { commandOf, parseCommand } from "../core/command/parse-command.ts";
import type { Env } from "../core/login/server-url.ts";
import { readSelection } from "../core/submission/selection.ts";
import type { CommandRequest } from "../flows/commands/command-request.ts";

export type CommandInputs = Readonly<ReturnType<typeof readInputs>>;

export const readInputs = (env: Env) => {
  const event = readEvent(env);
  const bot = requiredInput("bot");
  const isForm = event.name === "workflow_dispatch";
  const isInIssue = !isForm && fromEvent(event, "issue.pull_request") === undefined;
  const request = isForm ? formOf(event, env) : commentOf(event, bot);
  return {
    ...jobInputs(env),
    token: secretInput("github-token"),
    app: appInputs(),
    bot,
    /** The comment to answer; `undefined`: the form of GitHub's page. */
    comment: isForm
      ? undefined
      : {
          id: numberFromEvent(event, "comment.id"),
          pullRequest: numberFromEvent(event, "issue.number"),
          line: /^[ \t]*\/shrek.*/m.exec(textFromEvent(event, "comment.body"))?.[0].trim() ?? "/shrek",
        },
    /** A comment on an issue that is no pull request: it gives no command, and is answered. */
    isInIssue,
    request: { ...request, isAgain: (env.GITHUB_RUN_ATTEMPT ?? "1") !== "1" },
  };
};

const commentOf = (event: RunnerEvent, bot: string): CommandRequest => {
  const by = textFromEvent(event, "comment.user.login");
  return {
    id: String(numberFromEvent(event, "comment.id")),
    by,
    command: commandOf({ body: textFromEvent(event, "comment.body"), by }, bot),
    pullRequest: numberFromEvent(event, "issue.number"),
    confirmed: false,
  };
};

const formOf = (event: RunnerEvent, env: Env): CommandRequest => {
  const field = (name: string): string => String(fromEvent(event, `inputs.${name}`) ?? "").trim();
  const line = ["/shrek", field("verb"), field("words")].join(" ").replace(/[\r\n]+/g, " ");
  return {
    id: `run-${runnerVariable(env, "GITHUB_RUN_ID")}`,
    by: runnerVariable(env, "GITHUB_ACTOR"),
    command: parseCommand(line),
    pullRequest: undefined,
    selection: readSelection({
      site: field("site"),
      states: field("states"),
      tags: field("tags"),
      cause: field("cause"),
    }),
    confirmed: field("confirm") === "true",
  };
};
