/** What people see on the pull request. */
export interface Conversation {
  /** Creates or edits the one comment of this slot; `false`: it said so already. */
  say(pullRequest: number, slot: Slot, markdown: string): Promise<boolean>;
  /** Puts these words over the comment of the plan, once; `false`: some are there, or there is no plan. */
  merged(pullRequest: number, markdown: string): Promise<boolean>;
  /** One new comment, which mails people, for each `id` and never a second one; `false`: it was posted before. */
  call(pullRequest: number, id: string, markdown: string): Promise<boolean>;
  /** One new comment: an answer to a command. */
  reply(pullRequest: number, markdown: string): Promise<void>;
  react(commentId: number, reaction: "eyes" | "rocket" | "confused"): Promise<void>;
}

export type Slot = "plan" | "status";
