import type { OrderVerb } from "../command/verbs.ts";
import type { CommandRecord, Order } from "../ledger/event.ts";

export type PendingCommand = Pick<CommandRecord, "id" | "by" | "step" | "memory" | "site"> & {
  readonly verb: OrderVerb;
  /** The command is `withdraw`. */
  readonly isWithdrawal?: true;
  /** `finish` means the tasks that there were; others know no such limit. */
  readonly only: readonly number[] | undefined;
  /** Tasks that a later finish took from a kill or a pause. */
  readonly except?: readonly number[];
  /** The orders that were given for it, oldest first. */
  readonly told: readonly Order[];
  /** Of these, what PanDA refused. */
  readonly refused: readonly Order[];
  /** Orders of a retry that this command replaced: JEDI may yet carry them out. */
  readonly retried?: readonly Order[];
};

/** Where a task runs and whether it runs are two questions: an answer to one does not replace an answer to the other. */
const laneOf = (verb: OrderVerb): "place" | "run" => (verb === "move" ? "place" : "run");

/**
 * A later command replaces an earlier one for the same tasks; a retry at a site also replaces a move. A finish takes
 * only the existing tasks: a kill or a pause stays for later ones, unless its step has its task.
 */
export const withCommand = (
  wishes: readonly PendingCommand[],
  wish: PendingCommand,
  stepsWithTask: readonly string[] = [],
): readonly PendingCommand[] => {
  const replaced = wishes.filter((earlier) => isReplaced(earlier, wish));
  const left = wishes.flatMap((earlier) => {
    if (!replaced.includes(earlier)) return [earlier];
    const { verb, step = "" } = earlier;
    return wish.only !== undefined && (verb === "kill" || verb === "pause") && !stepsWithTask.includes(step)
      ? [{ ...earlier, except: [...(earlier.except ?? []), ...wish.only] }]
      : [];
  });
  const retried = laneOf(wish.verb) === "run" ? replaced.flatMap(retriesOf) : [];
  return [...left, retried.length === 0 ? wish : { ...wish, retried }];
};

const isReplaced = ({ verb, step }: PendingCommand, wish: PendingCommand): boolean =>
  (laneOf(verb) === laneOf(wish.verb) || (laneOf(verb) === "place" && wish.site !== undefined)) &&
  (wish.step === undefined || wish.step === step);

/** Orders to run again that were given for this command, or for those that it replaced. */
export const retriesOf = ({ verb, told, retried = [] }: PendingCommand): readonly Order[] =>
  verb === "retry" ? [...retried, ...told] : retried;

/** Whether a command is about this task: it is of its step, and of no later command of its lane. */
export const isAbout = (
  wishes: readonly PendingCommand[],
  wish: PendingCommand,
  task: { readonly id: number; readonly step: string },
) => {
  const about = wishes.filter(
    ({ verb, step, only, except }) =>
      laneOf(verb) === laneOf(wish.verb) &&
      (step === undefined || step === task.step) &&
      (only === undefined || only.includes(task.id)) &&
      except?.includes(task.id) !== true,
  );
  return about.at(-1) === wish;
};
