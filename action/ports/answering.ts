import type { Markdown } from "../core/markdown/markdown.ts";

/** The answer to a command, where it was given: reactions and comments, a summary, a terminal. */
export interface Answering {
  /** The command was understood and is being worked on. */
  noticed(): Promise<void>;
  show(text: Markdown): Promise<void>;
  refuse(reason: string): Promise<void>;
  done(): Promise<void>;
  /** Whether an earlier run of this command answered it. */
  wasGiven(): Promise<boolean>;
}
