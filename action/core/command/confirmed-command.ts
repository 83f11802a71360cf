import { type Command, parseCommand } from "./parse-command.ts";
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

/** A comment's words, and who edited them since they were written; `editor` is `undefined` where nobody did. */
type WrittenWords = { readonly body: string; readonly editor: string | undefined };

/** How a comment counts as a command: `edited` is none, whatever it says. */
export type CommandInComment = Command | { readonly kind: "edited"; readonly by: string };

/**
 * The one place where a comment becomes an order. Whoever may write in a repository may edit the comments of others
 * there (docs.github.com, "Managing disruptive comments"), so the words of an edited one are nobody's, also where its
 * author edited it: the history of edits keeps who and when, and need not keep what ("Tracking changes in a comment").
 */
export const commandOfComment = ({ body, editor }: WrittenWords): CommandInComment =>
  editor === undefined ? parseCommand(body) : { kind: "edited", by: editor };

export const editedText = (by: string): string => `was edited by ${by}, and an edited comment is no order`;
