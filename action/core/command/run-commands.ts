import { Failure } from "../problems/failure.ts";

/** Where an experiment says which command knows the runs of which production. */
export const runCommandsPath = ".github/runs.txt";

/** `command`: one line of bash. */
export type RunsCommand = { readonly production: string; readonly command: string };

/** As it is written there; whether main holds it is asked later. */
export const isFolderName = (text: string): boolean => /^[\w./-]+$/.test(text);

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
