import type { CommandInComment } from "../../command/command-of-comment.ts";
import { commandConfirmed, confirmedId, isCommentId } from "../../command/confirmed-command.ts";
import { type Asking, ask } from "../asking.ts";
import type { AsOfMoment } from "../moment.ts";

/** What `/shrek yes CONFIRMS` is about: the comment of this pull request with which CONFIRMS begins. */
export function* confirmedComment(
  asOf: AsOfMoment,
  pullRequest: number,
  confirms: string,
): Asking<{ readonly first: string; readonly asked: CommandInComment | undefined }> {
  const first = confirmedId(confirms);
  const earlier = isCommentId(first) ? yield* ask({ ask: "comment", id: Number(first), ...asOf }) : undefined;
  return { first, asked: commandConfirmed(earlier, pullRequest) };
}
