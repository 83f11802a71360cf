import { md } from "../../core/markdown/markdown.ts";
import { describeError, Failure, orFailure } from "../../core/problems/failure.ts";
import type { Answering } from "../../ports/answering.ts";
import type { AskingComment, Conversation } from "../../ports/conversation.ts";

/**
 * An answer to a comment: new comments where words are needed, and reactions. The comments are written first, and the
 * run fails where they cannot be written, because a reaction alone would say that there was an answer. A reaction that
 * GitHub refuses, such as to a deleted comment, only warns: the command counts without it.
 */
export const commentAnswer = (
  conversation: Pick<Conversation, "react" | "reply" | "answered">,
  comment: AskingComment,
  warn: (line: string) => void,
): Answering => {
  const react = async (reaction: Parameters<Conversation["react"]>[1]): Promise<void> => {
    const done = await orFailure(() => conversation.react(comment.id, reaction));
    if (done instanceof Failure) warn(describeError(done));
  };
  return {
    noticed: () => react("eyes"),
    show: ({ markdown }) => conversation.reply(comment, markdown),
    refuse: async (reason) => {
      await conversation.reply(comment, md`${reason}`.markdown);
      await react("confused");
    },
    done: () => react("rocket"),
    wasGiven: () => conversation.answered(comment),
  };
};
