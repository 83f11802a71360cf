import { cut } from "../../core/markdown/doc.ts";
import { code, type Markdown, md } from "../../core/markdown/markdown.ts";
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
  comment: AskingComment & { readonly line: string },
  warn: (line: string) => void,
): Answering => {
  const react = async (reaction: Parameters<Conversation["react"]>[1]): Promise<void> => {
    const done = await orFailure(() => conversation.react(comment.id, reaction));
    if (done instanceof Failure) warn(describeError(done));
  };
  // Several may be answered at once, and answers stand below all of them.
  const reply = (text: Markdown): Promise<void> =>
    conversation.reply(comment, `> ${code(cut(comment.line, maxLine)).markdown}\n\n${text.markdown}`);
  return {
    noticed: () => react("eyes"),
    show: reply,
    refuse: async (reason) => {
      await reply(md`${reason}`);
      await react("confused");
    },
    done: () => react("rocket"),
    wasGiven: () => conversation.answered(comment),
  };
};
const maxLine = 200;
