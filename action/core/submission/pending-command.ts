import type { OrderVerb } from "../command/verbs.ts";
import type { GivenCommand, Order } from "../ledger/event.ts";

/** What tasks are ordered to do, until it is done; and who asked for it. */
export type PendingCommand = Pick<GivenCommand, "id" | "step" | "memory" | "site" | "priority"> & {
  readonly verb: OrderVerb;
  readonly by: { readonly person: GivenCommand } | { readonly policy: "retryMemory" };
  /** `finish` means the tasks that there were; others know no such limit. */
  readonly only: readonly number[] | undefined;
  /** Tasks that a later finish took from a kill or a pause. */
  readonly except?: readonly number[];
  /** The orders that were sent for it, oldest first. */
  readonly sent: readonly Order[];
  readonly refused: readonly Order[];
  /** Orders of a retry that this command replaced: JEDI may yet carry them out. */
  readonly retried?: readonly Order[];
};

/** The command of the person who asked for it; `undefined`: the request does, by its list of memory. */
export const commandOfPerson = ({ by }: PendingCommand): GivenCommand | undefined =>
  "person" in by ? by.person : undefined;

/** Where a task runs, when and whether are three questions: an answer to one does not replace an answer to another. */
export const laneOf = (verb: OrderVerb): "place" | "rank" | "run" => {
  if (verb === "move") return "place";
  return verb === "priority" ? "rank" : "run";
};

/** What a person gave all of it. */
export const commandedPriority = (commands: readonly PendingCommand[]): number | undefined =>
  commands.findLast(({ verb, step }) => verb === "priority" && step === undefined)?.priority;

/**
 * A later command replaces an earlier one for the same tasks; a retry at a site also replaces a move. A finish takes
 * only the existing tasks: a kill or a pause stays for later ones, unless its step has its task.
 */
export const withCommand = (
  commands: readonly PendingCommand[],
  command: PendingCommand,
  stepsWithTask: readonly string[] = [],
): readonly PendingCommand[] => {
  const replaced = commands.filter((earlier) => isReplaced(earlier, command));
  const left = commands.flatMap((earlier) => {
    if (!replaced.includes(earlier)) return [earlier];
    const { verb, step = "" } = earlier;
    return command.only !== undefined && (verb === "kill" || verb === "pause") && !stepsWithTask.includes(step)
      ? [{ ...earlier, except: [...(earlier.except ?? []), ...command.only] }]
      : [];
  });
  const retried = laneOf(command.verb) === "run" ? replaced.flatMap(retriesOf) : [];
  return [...left, retried.length === 0 ? command : { ...command, retried }];
};

const isReplaced = ({ verb, step }: PendingCommand, command: PendingCommand): boolean =>
  (laneOf(verb) === laneOf(command.verb) || (laneOf(verb) === "place" && command.site !== undefined)) &&
  (command.step === undefined || command.step === step);

/** Orders to run again that were sent for this command, or for those that it replaced. */
export const retriesOf = ({ verb, sent, retried = [] }: PendingCommand): readonly Order[] =>
  verb === "retry" ? [...retried, ...sent] : retried;

/** Whether a command is about this task: it is of its step, and of no later command of its lane. */
export const isAbout = (
  commands: readonly PendingCommand[],
  command: PendingCommand,
  task: { readonly id: number; readonly step: string },
) => {
  const about = commands.filter(
    ({ verb, step, only, except }) =>
      laneOf(verb) === laneOf(command.verb) &&
      (step === undefined || step === task.step) &&
      (only === undefined || only.includes(task.id)) &&
      except?.includes(task.id) !== true,
  );
  return about.at(-1) === command;
};
