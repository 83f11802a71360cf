import { isDeepStrictEqual } from "node:util";
import { commandOfComment, isCommentId } from "../../core/command/confirmed-command.ts";
import { isAmong } from "../../core/policy/login.ts";
import type { CommandPorts, CommandRequest } from "./command-request.ts";

export type ReadAgain = "same" | "edited" | "gone";

/** The comment as GitHub has it now: a run may begin late, or again, and its event then says what was written first. */
export const readAgain = async (
  { comments }: CommandPorts,
  { id, by, command }: CommandRequest,
): Promise<ReadAgain> => {
  if (comments === undefined || !isCommentId(id)) return "same";
  const now = await comments.comment(Number(id));
  if (now === undefined) return "gone";
  return isAmong(by, [now.login]) && isDeepStrictEqual(commandOfComment(now), command) ? "same" : "edited";
};
