import { describeError, Failure, orFailure } from "../../core/problems/failure.ts";
import { md } from "../../core/view/markdown.ts";
import type { Answering } from "../../ports/answering.ts";
import type { Conversation } from "../../ports/conversation.ts";

/**
 * An answer to a comment: reactions on it, and new comments where words are needed. A reaction that GitHub refuses, such
 * as one to a comment that was deleted, is told to `warn` and ends nothing: the command counts without it.
 */
export const commentAnswer = (
  conversation: Pick<Conversation, "react" | "reply">,
  comment: { readonly id: number; readonly pullRequest: number },
  warn: (line: string) => void,
): Answering => {
  const react = async (reaction: Parameters<Conversation["react"]>[1]): Promise<void> => {
    const done = await orFailure(() => conversation.react(comment.id, reaction));
    if (done instanceof Failure) warn(describeError(done));
  };
  return {
    noticed: () => react("eyes"),
    show: ({ markdown }) => conversation.reply(comment.pullRequest, markdown),
    refuse: async (reason) => {
      await react("confused");
      await conversation.reply(comment.pullRequest, md`${reason}`.markdown);
    },
    done: () => react("rocket"),
  };
};
