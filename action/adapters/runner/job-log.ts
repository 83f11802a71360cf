import * as runner from "@actions/core";
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
