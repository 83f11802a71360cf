import { type CommandInComment, commandOfComment } from "./command-of-comment.ts";
import type { PersonsComment } from "./persons-comment.ts";

/** Ids of a form or of a terminal look otherwise. */
export const isCommentId = (id: string): boolean => /^\d{1,15}$/.test(id);

/** The id of the comment that `/shrek yes CONFIRMS` is about; it may be none. */
export const confirmedId = (confirms: string): string => confirms.split("-")[0] ?? "";

/** What the comment says as a command, where it is of this pull request. */
export const commandConfirmed = (
  earlier: PersonsComment | undefined,
  pullRequest: number | undefined,
): CommandInComment | undefined =>
  earlier !== undefined && earlier.pullRequest === pullRequest ? commandOfComment(earlier) : undefined;
