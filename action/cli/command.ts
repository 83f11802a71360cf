import type { CommandContext } from "@stricli/core";
import { describeError } from "../core/problems/failure.ts";
import type { Problem } from "../core/problems/problem.ts";
import { problemTexts } from "../core/view/problem-text.ts";
import { columnsOf } from "./columns.ts";

/** 0 good, 1 something a person must fix, 2 could not check. */
export type ExitCode = 0 | 1 | 2;

/** Runs a command to its exit code. Whatever it could not do is told in one line, or as a stack when it is a bug. */
export const exiting = <Flags, Args extends readonly (string | undefined)[]>(
  act: (flags: Flags, ...args: Args) => Promise<ExitCode>,
) =>
  async function (this: CommandContext, flags: Flags, ...args: Args): Promise<void> {
    try {
      process.exitCode = await act(flags, ...args);
    } catch (error) {
      process.stderr.write(`shrek: ${describeError(error)}\n`);
      process.exitCode = 2;
    }
  };

export const print = (text: string): void => {
  process.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
};

/** For who started the command, beside the output proper, so that a pipe gets only what was asked for. */
export const tell = (words: string): void => void process.stderr.write(`shrek: ${words}\n`);

export const tellProblems = (problems: readonly Problem[]): void => {
  for (const { text } of problemTexts(problems, columnsOf(process.stderr))) process.stderr.write(`${text}\n`);
};

export const printJson = (value: unknown): void => print(JSON.stringify(value, null, 2));

export const pathParameters = {
  kind: "array",
  parameter: {
    brief: "A production's folder or production.yaml, or a folder above several",
    parse: String,
    placeholder: "PATH",
  },
} as const;

export const jsonFlag = { kind: "boolean", brief: "Print JSON", default: false } as const;
export const remoteFlag = {
  kind: "parsed",
  parse: String,
  brief: "The git remote that holds main and the ledger; default: origin when there is one",
  optional: true,
  placeholder: "NAME",
} as const;
