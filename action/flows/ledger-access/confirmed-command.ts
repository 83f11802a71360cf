import { type CommandInComment, commandOfComment } from "../../core/command/command-of-comment.ts";
import type { Comments } from "../../ports/comments.ts";

/** Ids of a form or of a terminal look otherwise. */
export const isCommentId = (id: string): boolean => /^\d{1,15}$/.test(id);

/** What `/shrek yes CONFIRMS` is about: the comment of this pull request with which CONFIRMS begins, as GitHub has it now. */
export const confirmedCommand = async (
  comments: Comments | undefined,
  pullRequest: number | undefined,
  confirms: string,
): Promise<{ readonly first: string; readonly asked: CommandInComment | undefined }> => {
  const [first = ""] = confirms.split("-");
  const earlier = isCommentId(first) ? await comments?.comment(Number(first)) : undefined;
  const isHere = earlier !== undefined && earlier.pullRequest === pullRequest;
  return { first, asked: isHere ? commandOfComment(earlier) : undefined };
};
