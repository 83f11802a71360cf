import { md } from "../../core/view/markdown.ts";
import type { Answering } from "../../ports/answering.ts";
import type { Conversation } from "../../ports/conversation.ts";

/** An answer to a comment: reactions on it, and new comments where words are needed. */
export const commentAnswer = (
  conversation: Pick<Conversation, "react" | "reply">,
  comment: { readonly id: number; readonly pullRequest: number },
): Answering => ({
  noticed: () => conversation.react(comment.id, "eyes"),
  show: ({ markdown }) => conversation.reply(comment.pullRequest, markdown),
  refuse: async (reason) => {
    await conversation.react(comment.id, "confused");
    await conversation.reply(comment.pullRequest, md`${reason}`.markdown);
  },
  done: () => conversation.react(comment.id, "rocket"),
});
