import type { GivenCommand } from "../../ledger/event.ts";
import { immediateCommands } from "../../submission/given-commands.ts";
import type { Observation } from "../../submission/observation.ts";
import { commandOfPerson } from "../../submission/pending-command.ts";
import { all, type Moment } from "../reads.ts";
import type { OpenIntent } from "./authorization.ts";
import { onMainNow } from "./productions-on-main.ts";
import { verifyCommand } from "./verify-command.ts";

export type Unconfirmed = Extract<Observation, { readonly kind: "command-unconfirmed" }>;

/**
 * Commands that have an effect by standing on the ledger: a release, a withdrawal, an adoption, a word on data, an end of data. Orders to tasks are
 * verified when one is about to be given; a priority also where it says when a submission goes.
 */
export const effectiveCommands = ({ kind, past }: Pick<OpenIntent, "kind" | "past">): readonly GivenCommand[] => [
  ...(kind === "intended" || kind === "checked" ? past.pendingCommands : []).flatMap((one) =>
    one.verb === "priority" ? (commandOfPerson(one) ?? []) : [],
  ),
  ...immediateCommands(past).filter(
    ({ verb }) =>
      verb === "withdraw" ||
      (verb === "submit" && kind === "held") ||
      (verb === "adopt" && kind === "conflict") ||
      verb === "declare" ||
      verb === "expire",
  ),
];

/** Of these commands, those that GitHub does not confirm. */
export async function unconfirmedOf(
  moment: Moment,
  state: Pick<OpenIntent, "intent" | "past">,
  commands: readonly GivenCommand[],
): Promise<readonly Unconfirmed[]> {
  const { intent } = state;
  const verified = await all(
    commands.map(async (command): Promise<readonly Unconfirmed[]> => {
      const losesWork = command.verb === "withdraw" && (await mayLoseWork(moment, state));
      const { fault: reason } = await verifyCommand(moment, { intent, losesWork }, command);
      return reason === undefined ? [] : [{ kind: "command-unconfirmed", id: command.id, reason }];
    }),
  );
  return verified.flat();
}

/** What was checked may have tasks, now or late. Where main has dropped it, people were asked already what becomes of them. */
async function mayLoseWork(moment: Moment, state: Pick<OpenIntent, "intent" | "past">): Promise<boolean> {
  const { intent, past } = state;
  if (!past.isBound && !("request" in state)) return false;
  if (intent.trial !== undefined) return true;
  return (await onMainNow(moment, moment.mainHead, intent))?.kind !== "left-main";
}
