import type { CommandAsked, Target } from "../command/parse-command.ts";
import { saysSettings } from "../command/settings.ts";
import { commandOfDeclared } from "../ledger/declared.ts";
import type { GivenCommand, Intent } from "../ledger/event.ts";
import { commandOfPerson } from "./pending-command.ts";
import type { Past, SubmissionState } from "./state.ts";

export const givenCommands = (state: SubmissionState): readonly GivenCommand[] =>
  "past" in state
    ? [...state.past.pendingCommands.flatMap((one) => commandOfPerson(one) ?? []), ...immediateCommands(state.past)]
    : [];

/** Those that need no order to a task: they count as soon as they are written. */
export const immediateCommands = ({
  releases,
  withdrawal,
  adoption,
  declared,
  expiring,
}: Past): readonly GivenCommand[] => [
  ...releases,
  ...(withdrawal === undefined ? [] : [withdrawal]),
  ...(adoption === undefined ? [] : [adoption]),
  ...expiring,
  ...declared.flatMap((one) => (one.saidOn === undefined ? [commandOfDeclared(one)] : [])),
];

/** Whether a person's words are this command on this submission; without a production, of the pull request there. */
export const saysCommand = (
  asked: CommandAsked,
  given: GivenCommand,
  { tag, version, run, pullRequest }: Pick<Intent, "tag" | "version" | "run" | "pullRequest">,
  ownPull: number | undefined,
): boolean => {
  const { verb, target } = asked;
  return (
    verb === given.verb &&
    (target.production === undefined
      ? ownPull !== undefined && ownPull === pullRequest
      : target.production === tag && meansRun(target, run)) &&
    (target.version === undefined || target.version === version) &&
    target.step === given.step &&
    saysSettings(asked, given)
  );
};

/** A command on a production with several submissions must say which: nobody should stop a hundred runs by leaving a word out. */
export const meansRun = ({ run: meant }: Pick<Target, "run">, run: number | undefined): boolean =>
  meant === "all" || meant === run;
