import type { OrderVerb } from "../command/verbs.ts";
import type { CommandRecord, Order } from "../ledger/event.ts";

export type PendingCommand = Pick<CommandRecord, "id" | "by" | "step" | "memory" | "site"> & {
  readonly verb: OrderVerb;
  /** What was said is `withdraw`. */
  readonly isWithdrawal?: true;
  /** `finish` means the tasks that there were; others know no such limit. */
  readonly only: readonly number[] | undefined;
  /** Tasks that a later finish took from a kill or a pause. */
  readonly except?: readonly number[];
  /** The orders that were given for it, oldest first. */
  readonly told: readonly Order[];
  /** Of these, what PanDA refused. */
  readonly refused: readonly Order[];
  /** What was told for a retry whose place it took: JEDI may yet carry that out. */
  readonly retried?: readonly Order[];
};

/** Where a task runs and whether it runs are two questions: an answer to one does not replace an answer to the other. */
const laneOf = (verb: OrderVerb): "place" | "run" => (verb === "move" ? "place" : "run");

/**
 * A later wish takes the place of an earlier one for the same tasks; a retry at a site is an answer to where, too. A
 * finish takes only the tasks that there are: a kill or a pause stays for those to come, unless its step has its task.
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

/** Orders to run again that were given for this wish, or for those whose place it took. */
export const retriesOf = ({ verb, told, retried = [] }: PendingCommand): readonly Order[] =>
  verb === "retry" ? [...retried, ...told] : retried;

/** Whether a wish is about this task: of its step, and no later wish of its lane is. */
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
