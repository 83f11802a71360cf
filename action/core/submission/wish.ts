import type { OrderVerb } from "../command/verbs.ts";
import type { Order, Said } from "../ledger/event.ts";

export type Wish = Pick<Said, "id" | "by" | "step" | "memory" | "site"> & {
  readonly verb: OrderVerb;
  /** What was said is `withdraw`. */
  readonly isWithdrawal?: true;
  /** `finish` means the tasks that there were; others know no such limit. */
  readonly only: readonly number[] | undefined;
  /** The orders that were given for it, oldest first. */
  readonly told: readonly Order[];
  /** Of these, what PanDA refused. */
  readonly refused: readonly Order[];
};

/** Where a task runs and whether it runs are two questions: an answer to one does not replace an answer to the other. */
const laneOf = (verb: OrderVerb): "place" | "run" => (verb === "move" ? "place" : "run");

/** A later wish takes the place of an earlier one for the same tasks; a retry at a site is an answer to where, too. */
export const withWish = (wishes: readonly Wish[], wish: Wish): readonly Wish[] => [
  ...wishes.filter(
    ({ verb, step }) =>
      (laneOf(verb) !== laneOf(wish.verb) && (laneOf(verb) === "run" || wish.site === undefined)) ||
      (wish.step !== undefined && wish.step !== step),
  ),
  wish,
];

/** Whether a wish is about this task: of its step, and no later wish of its lane is. */
export const isAbout = (wishes: readonly Wish[], wish: Wish, task: { readonly id: number; readonly step: string }) => {
  const about = wishes.filter(
    ({ verb, step, only }) =>
      laneOf(verb) === laneOf(wish.verb) &&
      (step === undefined || step === task.step) &&
      (only === undefined || only.includes(task.id)),
  );
  return about.at(-1) === wish;
};
