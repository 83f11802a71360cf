import {
  type CommandInComment,
  commandConfirmed,
  confirmedId,
  isCommentId,
} from "../../core/command/confirmed-command.ts";
import type { Comments } from "../../ports/comments.ts";

/** What `/shrek yes CONFIRMS` is about, as GitHub has it now. */
export const confirmedCommand = async (
  comments: Comments | undefined,
  pullRequest: number | undefined,
  confirms: string,
): Promise<{ readonly first: string; readonly asked: CommandInComment | undefined }> => {
  const first = confirmedId(confirms);
  const earlier = isCommentId(first) ? await comments?.comment(Number(first)) : undefined;
  return { first, asked: commandConfirmed(earlier, pullRequest) };
};
