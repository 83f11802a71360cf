/** What people see on the pull request. */
export interface Conversation {
  /** Creates or edits the one comment of this slot; `false`: it said so already. */
  say(pullRequest: number, slot: Slot, markdown: string): Promise<boolean>;
  /** Puts these words over the comment of the plan, once; `false`: some are there, or there is no plan. */
  merged(pullRequest: number, markdown: string): Promise<boolean>;
  /**
   * One new comment, which mails people, for those `ids` that no comment of ours has, and never a second one; a comment
   * that has some is edited to what is written of them now, which mails nobody. `false`: there is no new one.
   */
  call(pullRequest: number, ids: readonly string[], written: (ids: readonly string[]) => string): Promise<boolean>;
  /** One new comment: an answer to the command in that comment. */
  reply(to: AskingComment, markdown: string): Promise<void>;
  /** Whether we answered it: with words, or by a reaction that ends it. */
  answered(to: AskingComment): Promise<boolean>;
  react(commentId: number, reaction: "eyes" | "rocket" | "confused"): Promise<void>;
}

/** A comment that holds a command. */
export type AskingComment = { readonly id: number; readonly pullRequest: number };

export type Slot = "plan" | "status";
