import type { CommandContext } from "@stricli/core";
import { boundsHere } from "../../adapters/system/bounds-here.ts";
import type { Problem } from "../../core/problems/problem.ts";
import { beyondLimit, limitsFrom } from "../../core/validate/validation-limits.ts";
import { problemTexts } from "../../core/view/local/problem-text.ts";
import type { Bounds } from "../../ports/bounds.ts";
import { coloured } from "../terminal/colour.ts";
import { columnsOf } from "../terminal/columns.ts";
import { toError, toErrorAsItIs, toOutput, toPrograms } from "../terminal/streams.ts";
import { reportFailure } from "../terminal/tell-failure.ts";

/** 0 good, 1 something a person must fix, 2 could not check. */
export type ExitCode = 0 | 1 | 2;

/** Runs a command to its exit code. A Failure is reported in one line, a bug with its stack. */
export const exiting = <Flags, Args extends readonly (string | undefined)[]>(
  act: (flags: Flags, ...args: Args) => Promise<ExitCode>,
) =>
  async function (this: CommandContext, flags: Flags, ...args: Args): Promise<void> {
    try {
      process.exitCode = await act(flags, ...args);
    } catch (error) {
      reportFailure(error, isJson(flags));
      process.exitCode = 2;
    }
  };

const isJson = (flags: unknown): boolean =>
  typeof flags === "object" && flags !== null && "json" in flags && flags.json === true;

export const print = (text: string): void => toOutput(text);

export const printJson = (value: unknown): void => toPrograms(JSON.stringify(value, null, 2));

/** For the person who started the command, on standard error, so that a pipe gets only the output proper. */
export const tell = (words: string): void => toError(`shrek: ${words}`);

export const reportProblems = (problems: readonly Problem[]): void => {
  for (const problemText of problemTexts(problems, columnsOf(process.stderr)))
    toErrorAsItIs(coloured(problemText, process.stderr));
};

/** The limits of a validation in a terminal, which ends itself (docs/adr/0018). `jsonOf`: what the command prints with --json. */
export const boundsInTerminal = (json: boolean, jsonOf: (problems: readonly Problem[]) => object): Bounds => {
  const limits = limitsFrom(process.env);
  return boundsHere(limits, (beyond) => {
    const problems = [beyondLimit(beyond, limits)];
    if (json) printJson(jsonOf(problems));
    else reportProblems(problems);
    process.exit(1);
  });
};
