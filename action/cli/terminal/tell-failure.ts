import { styleText } from "node:util";
import { describeError, Failure } from "../../core/problems/failure.ts";
import { printable } from "../../core/text/printable.ts";
import { toErrorAsItIs, toPrograms } from "./streams.ts";

/** Why a command could not work: it was called wrongly, the world did not do its part, or SHREK has a bug. */
export type CouldNot = {
  readonly code: "usage" | "failure" | "bug";
  readonly message: string;
  /** What to do; empty where nobody knows. */
  readonly hint: string;
};

/** On standard error for people, and with --json on standard output for programs too. */
export const reportCouldNot = ({ code, message, hint }: CouldNot, json: boolean): void => {
  if (json) toPrograms(JSON.stringify({ failure: { code, message, hint } }, null, 2));
  const words = [message, hint].filter((part) => part !== "").join(code === "usage" ? "\n" : " ");
  toErrorAsItIs(`${markedName()} ${printable(words)}`);
};

export const reportFailure = (error: unknown, json: boolean): void => {
  const whole = describeError(error);
  const hint = error instanceof Failure ? error.wayOut : "";
  const isApart = hint !== "" && whole.endsWith(hint);
  const message = isApart ? whole.slice(0, -hint.length).trimEnd() : whole;
  reportCouldNot({ code: isFailure(error) ? "failure" : "bug", message, hint: isApart ? hint : "" }, json);
};

/** An error of the system is reported in one line too. */
const isFailure = (error: unknown): boolean =>
  error instanceof Failure || (error instanceof Error && describeError(error).startsWith("The system refused: "));

const markedName = (): string => styleText("red", "shrek:", { stream: process.stderr });
