import { type Command, parseCommand } from "./parse-command.ts";

/** A comment's words, and who edited them since they were written; `editor` is `undefined` where nobody did. */
export type WrittenWords = { readonly body: string; readonly editor: string | undefined };

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
