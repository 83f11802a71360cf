import type { Command } from "../../core/command/parse-command.ts";
import type { SubmissionKey } from "../../core/ledger/event.ts";
import { md } from "../../core/markdown/markdown.ts";
import type { Permission } from "../../core/policy/pull-request.ts";
import type { Selection } from "../../core/submission/selection.ts";
import type { Answering } from "../../ports/answering.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Conversation } from "../../ports/conversation.ts";
import type { OpenAsApp } from "../../ports/form.ts";
import type { Ledger } from "../../ports/ledger.ts";
import type { MainLine } from "../../ports/main-line.ts";
import type { MainRules } from "../../ports/main-rules.ts";
import type { Comments, People } from "../../ports/people.ts";
import type { Starter } from "../../ports/starter.ts";

/** A command of a person: in a comment, in a form, in a terminal. */
export type CommandRequest = {
  /** The comment's id, or the run's that carries the form: the same command has one effect, however often it comes. */
  readonly id: string;
  readonly by: string;
  readonly command: Command;
  readonly pullRequest: number | undefined;
  readonly selection?: Selection | undefined;
  /** The form was sent with `confirm`. */
  readonly confirmed: boolean;
  /** Its run was started again, perhaps by another person than the one who gave the command. */
  readonly isAgain?: boolean;
};

/** A command of a person, and the permission of that person on GitHub. */
export type Permitted = CommandRequest & { readonly permission: Permission };

export type CommandPorts = {
  readonly ledger: Ledger;
  readonly main: MainLine;
  readonly clock: Clock;
  readonly answer: Answering;
  /** `undefined`: a terminal with a PanDA of its own, where nobody is asked. */
  readonly rights:
    | { readonly people: Pick<People, "permission" | "openPull" | "reviews">; readonly rules: MainRules }
    | undefined;
  readonly starter: Starter | undefined;
  readonly comments: Comments | undefined;
  /** The status comments; `undefined`: a terminal. */
  readonly conversation: Pick<Conversation, "say" | "call" | "merged"> | undefined;
  /** Opened where somebody may extend; left out in a terminal, which writes the request itself. */
  readonly asApp?: OpenAsApp;
  /** Why the check of an open pull request refuses this head; left out in a terminal. */
  readonly faultOf?: (pullRequest: number, head: string) => Promise<string | undefined>;
  /** The repository's address for people, where it is known. */
  readonly page?: string;
};

export type CommandResult =
  | { readonly kind: "ignored" | "answered" | "previewed" | "ordered" }
  | { readonly kind: "opened"; readonly pullRequest: number }
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "recorded"; readonly keys: readonly SubmissionKey[] };

export const refuse = async ({ answer }: CommandPorts, reason: string): Promise<CommandResult> => {
  await answer.refuse(reason);
  return { kind: "refused", reason };
};

/** What was recorded counts although no pass may start: then people read why, and what to do. */
export const startPass = async ({ starter, answer }: Pick<CommandPorts, "starter" | "answer">): Promise<void> => {
  const why = await starter?.startReconcile();
  if (why !== undefined) await answer.show(md`${why}`);
};
