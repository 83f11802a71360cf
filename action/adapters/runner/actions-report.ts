import * as runner from "@actions/core";
import { summary } from "@actions/core";
import { describeError, Outage } from "../../core/problems/failure.ts";
import type { Problem } from "../../core/problems/problem.ts";
import { printable } from "../../core/text/printable.ts";

// The only door to the log and the annotations of a job. Texts of PanDA, GitHub, git and people come out cleaned.

export const info = (text: string): void => runner.info(printable(text));

/** `file` stays as it is: GitHub looks for it, and the runner shows it nowhere in the log. */
export const notice = (text: string, place: runner.AnnotationProperties = {}): void =>
  runner.notice(printable(text), place);
export const warning = (text: string, place: runner.AnnotationProperties = {}): void =>
  runner.warning(printable(text), place);
export const error = (text: string, place: runner.AnnotationProperties = {}): void =>
  runner.error(printable(text), place);

export const setFailed = (text: string): void => runner.setFailed(printable(text));

/** A problem where GitHub shows it: at its line in the pull request's files. */
export const annotate = ({ severity, file, line, col, code, message, hint }: Problem): void => {
  const text = hint === undefined ? message : `${message}\n${hint}`;
  const place = { file, startLine: line, startColumn: col, title: code };
  switch (severity) {
    case "error":
      return error(text, place);
    case "warning":
      return warning(text, place);
    case "note":
      return notice(text, place);
  }
};

/** The summary holds most; annotations are cut by GitHub at ten a kind. */
export const summarize = async (markdown: string): Promise<void> => {
  await summary.addRaw(markdown, true).write();
};

/** To its exit code: 0 good, 1 to be fixed, 2 could not do it. An outage is red only where no next run tries again. */
export const acting = async (act: () => Promise<0 | 1>, { isRepeated = true } = {}): Promise<void> => {
  try {
    process.exitCode = await act();
  } catch (failure) {
    if (failure instanceof Outage && isRepeated) return warning(`${describeError(failure)} The next run tries again.`);
    setFailed(describeError(failure));
    process.exitCode = 2;
  }
};
