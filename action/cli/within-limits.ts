import { gitEnvironment } from "../adapters/git/environment.ts";
import { boundsHere } from "../adapters/system/bounds-here.ts";
import { runLimited } from "../adapters/system/limited-process.ts";
import { boundsOf, limitedMark } from "../adapters/system/supervisor.ts";
import { type BeyondLimit, beyondLimit, type JudgementLimits, limitsFrom } from "../core/judge/judgement-limits.ts";
import { describeError } from "../core/problems/failure.ts";
import type { Bounds } from "../ports/bounds.ts";
import { printJson, tell, tellProblems } from "./command.ts";
import { endedJson } from "./judged-json.ts";

/** Runs this command line again as a process that has an end, for the commands that judge what others may have written. */
export const runWithinLimits = async (file: string, args: readonly string[]): Promise<void> => {
  try {
    const limits = limitsFrom(process.env);
    const env = { ...environmentOf(process.env), [limitedMark]: "1" };
    const end = await runLimited({ file, args, env, stdio: "inherit" }, limits);
    if (end.kind === "ended") {
      process.exitCode = end.code;
      return;
    }
    tellBeyond(end, limits, args.includes("--json") ? args[0] : undefined);
    process.exitCode = 1;
  } catch (error) {
    tell(describeError(error));
    process.exitCode = 2;
  }
};

/** `asJson`: the command whose JSON is wanted. */
const tellBeyond = (beyond: BeyondLimit, limits: JudgementLimits, asJson: string | undefined): void => {
  const problem = beyondLimit(beyond, limits);
  if (asJson !== undefined) printJson(endedJson(asJson, problem));
  else tellProblems([problem]);
};

/** The limits of `shrek check`, which ends itself: a second start of Node would be a third of what it takes. */
export const boundsInTerminal = (json: boolean): Bounds => {
  if (process.env[limitedMark] !== undefined) return boundsOf(process.env);
  const limits = limitsFrom(process.env);
  return boundsHere(limits, (beyond) => {
    tellBeyond(beyond, limits, json ? "check" : undefined);
    process.exit(1);
  });
};

/** What git gets, and our own settings: a login is for no command that judges. */
const environmentOf = (own: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  ...gitEnvironment(own),
  ...Object.fromEntries(passedOn.flatMap((name) => (own[name] === undefined ? [] : [[name, own[name]]]))),
});
const passedOn = [
  ...["SHREK_CACHE", "RUNNER_TEMP", "XDG_CACHE_HOME", "LC_ALL"],
  ...["NODE_COMPILE_CACHE", "NODE_DEBUG", "TERM", "COLUMNS", "NO_COLOR", "FORCE_COLOR"],
];
