import { Failure } from "../problems/failure.ts";
import { parseJson } from "../text/parse-json.ts";

/** Where an experiment says which command knows the runs of which production. */
export const runCommandsPath = ".github/runs.txt";

/** `command`: one line of bash. */
type RunsCommand = { readonly production: string; readonly command: string };

/** As it is written there; whether main holds it is asked later. */
const isFolderName = (text: string): boolean => /^[\w./-]+$/.test(text);

/** One `PRODUCTION: COMMAND` a line; `#` begins a comment at the begin of a line. */
export const readRunCommands = (text: string): readonly RunsCommand[] => {
  return text.split(/\r?\n/).flatMap((line, index): readonly RunsCommand[] => {
    if (/^\s*(#|$)/.test(line)) return [];
    const [, production, command] = /^\s*([\w./-]+):\s+(\S.*?)\s*$/.exec(line) ?? [];
    if (production === undefined || command === undefined)
      throw new Failure(`${runCommandsPath}:${index + 1}:1 is not PRODUCTION: COMMAND.`, {
        wayOut: "Write a line such as `productions/toy-runs: bash productions/toy-runs/list-runs.sh`.",
      });
    return [{ production, command }];
  });
};

/** As `shrek init` begins it. */
export const runCommandsBegun = `# Which command knows the runs of which production that grows: one PRODUCTION: COMMAND a line, such as
# productions/toy-runs: bash productions/toy-runs/list-runs.sh
# It runs in bash in a checkout of main, and prints JSON, CSV, psql's table or one run a line.
`;

/** What a command of the experiment printed for one production, a folder. */
export type RunsAnswer = { readonly production: string; readonly command: string; readonly text: string };

/** What went from the job that asked to the job that proposes. */
export type AskedRuns = {
  readonly answers: readonly RunsAnswer[];
  /** Commands that failed, as people read it. */
  readonly failed: readonly string[];
};

export const writeAsked = (asked: AskedRuns): string => JSON.stringify(asked);

/** The job that asked ran commands of others: what comes from there is read as anything else from outside. */
export const readAsked = (text: string): AskedRuns => {
  const value = parseJson(text);
  if (
    typeof value === "object" &&
    value !== null &&
    "answers" in value &&
    "failed" in value &&
    Array.isArray(value.answers) &&
    Array.isArray(value.failed)
  ) {
    const answers: readonly unknown[] = value.answers;
    const failed: readonly unknown[] = value.failed;
    if (answers.every(isAnswer) && failed.every((one) => typeof one === "string")) return { answers, failed };
  }
  throw new Failure("The input runs is not what the part ask gives.", { wayOut: "Look at the job that asked." });
};

const isAnswer = (one: unknown): one is RunsAnswer =>
  typeof one === "object" &&
  one !== null &&
  "production" in one &&
  typeof one.production === "string" &&
  isFolderName(one.production) &&
  "command" in one &&
  typeof one.command === "string" &&
  "text" in one &&
  typeof one.text === "string";
