import { getInput } from "@actions/core";
import type { HeadOfRun } from "../adapters/github/pulls.ts";
import {
  type JobInputs,
  jobInputs,
  readEvent,
  requiredInput,
  runnerVariable,
  secretInput,
  textFromEvent,
} from "../adapters/runner/actions-inputs.ts";
import { Failure } from "../core/problems/failure.ts";
import { problemsPageOf } from "./pull-page.ts";

type Common = JobInputs & {
  readonly token: string;
  /** What the workflow that ended was about. */
  readonly of: HeadOfRun;
  readonly run: string;
  readonly problems: string | undefined;
};
export type ValidationInputs = Common & {
  readonly part: "judge";
  /** Who started this run again; `undefined`: nobody did. */
  readonly again: string | undefined;
};
export type SayInputs = Common & {
  readonly part: "say";
  /** The output of the job that validated; empty where it failed. */
  readonly plans: string;
  /** The output of the job that looks data up; empty where it failed or was not needed. */
  readonly looked: string;
  readonly bot: string;
};
export type CommentInputs = ValidationInputs | SayInputs;

export const readInputs = (env: Readonly<Record<string, string | undefined>>): CommentInputs => {
  const event = readEvent(env);
  const job = jobInputs(env);
  const common = {
    ...job,
    token: secretInput("github-token"),
    problems: problemsPageOf(env),
    run: `${job.page}/actions/runs/${runnerVariable(env, "GITHUB_RUN_ID")}`,
    of: {
      head: textFromEvent(event, "workflow_run.head_sha"),
      owner: textFromEvent(event, "workflow_run.head_repository.owner.login"),
      branch: textFromEvent(event, "workflow_run.head_branch"),
    },
  };
  const part = getInput("part");
  switch (part) {
    case "judge":
      return {
        ...common,
        part,
        again: env.GITHUB_RUN_ATTEMPT === "1" ? undefined : env.GITHUB_TRIGGERING_ACTOR,
      };
    case "say":
      return { ...common, part, plans: getInput("plans"), looked: getInput("looked"), bot: requiredInput("bot") };
    default:
      throw new Failure(`The input "part" is "${part}".`, { wayOut: "Write judge or say." });
  }
};
