/** What people see on the pull request. */
export interface Conversation {
  /** Creates or edits the one comment of this slot; `false`: it said so already. */
  say(pullRequest: number, slot: Slot, markdown: string): Promise<boolean>;
  /** One new comment: an answer to a command. */
  reply(pullRequest: number, markdown: string): Promise<void>;
  react(commentId: number, reaction: "eyes" | "rocket" | "confused"): Promise<void>;
}

export type Slot = "plan" | "status";
