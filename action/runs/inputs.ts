import { getInput } from "@actions/core";
import type { AppKey } from "../adapters/github/app-token.ts";
import { appInputs, type JobInputs, jobInputs, runnerVariable } from "../adapters/runner/actions-inputs.ts";
import { unpack } from "../adapters/runner/handed-on.ts";
import { type AskedRuns, readAsked } from "../core/command/run-commands.ts";
import type { Env } from "../core/login/server-url.ts";
import { Failure } from "../core/problems/failure.ts";

export type AskInputs = { readonly part: "ask"; readonly workspace: string; readonly env: Env };
export type ProposeInputs = JobInputs & {
  readonly part: "propose";
  readonly asked: AskedRuns;
  readonly app: AppKey;
};

export const readInputs = async (env: Env): Promise<AskInputs | ProposeInputs> => {
  const part = getInput("part");
  switch (part) {
    case "ask":
      return { part, workspace: runnerVariable(env, "GITHUB_WORKSPACE"), env: forCommands(env) };
    case "propose":
      return { ...jobInputs(env), part, asked: await askedOf(getInput("runs")), app: appInputs() };
    default:
      throw new Failure(`The input "part" is "${part}".`, { wayOut: "Write ask or propose." });
  }
};

const askedOf = async (handed: string): Promise<AskedRuns> => {
  const text = await unpack(handed);
  if (text !== undefined) return readAsked(text);
  throw new Failure("The job that asked handed nothing on that can be read.", {
    wayOut:
      'Look in its log for "Skip output": GitHub drops an output that holds the text of a secret, and a secret of one or two letters stands in many texts. Make that secret longer.',
  });
};

/** What the workflow gives to its steps, without what is this action's own and the files by which steps speak to the runner. */
const forCommands = (env: Env): Env =>
  Object.fromEntries(
    Object.entries(env).filter(
      ([name]) =>
        !/^(INPUT_|ACTIONS_|NODE_OPTIONS$)/.test(name) && !/^GITHUB_(ENV|PATH|OUTPUT|STATE|STEP_SUMMARY)$/.test(name),
    ),
  );
