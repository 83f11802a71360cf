import type { CommandAsked, Target } from "../command/parse-command.ts";
import type { CommandRecord, Intent } from "../ledger/event.ts";
import type { PendingCommand } from "./pending-command.ts";
import type { Past, SubmissionState } from "./state.ts";

/** An order as the ledger says that a person gave it. */
export type GivenOrder = Pick<CommandRecord, "verb" | "by" | "id" | "step" | "memory" | "site" | "data" | "request">;

/** All orders that a submission still follows. */
export const givenOrders = (state: SubmissionState): readonly GivenOrder[] =>
  "past" in state ? [...state.past.wishes.map(orderOfCommand), ...immediateOrders(state.past)] : [];

/** Those that are no orders to tasks: they count as soon as they are written. */
export const immediateOrders = ({ releases, withdrawal, adoption }: Past): readonly GivenOrder[] => [
  ...releases.map(({ by, id }): GivenOrder => ({ verb: "submit", by, id })),
  ...(withdrawal === undefined ? [] : [{ ...withdrawal, verb: "withdraw" } as const]),
  ...(adoption === undefined ? [] : [{ ...adoption, verb: "adopt" } as const]),
];

export const orderOfCommand = ({ verb, isWithdrawal, by, id, step, memory, site }: PendingCommand): GivenOrder => ({
  verb: isWithdrawal === true ? "withdraw" : verb,
  by,
  id,
  ...(step === undefined ? {} : { step }),
  ...(memory === undefined ? {} : { memory }),
  ...(site === undefined ? {} : { site }),
});

/**
 * Whether what a person wrote is this order on this submission. Without a production it means those of the pull request
 * in which it was written.
 */
export const saysOrder = (
  { verb, target, memory, site, data, request }: CommandAsked,
  order: GivenOrder,
  { tag, version, run, pullRequest }: Pick<Intent, "tag" | "version" | "run" | "pullRequest">,
  saidIn: number | undefined,
): boolean =>
  verb === order.verb &&
  (target.production === undefined
    ? saidIn !== undefined && saidIn === pullRequest
    : target.production === tag && meansRun(target, run)) &&
  (target.version === undefined || target.version === version) &&
  target.step === order.step &&
  memory === order.memory &&
  site === order.site &&
  (verb !== "withdraw" || order.data === undefined || data === order.data) &&
  request === order.request;

/** A command on a production with several submissions must say which: nobody should stop a hundred runs by leaving a word out. */
export const meansRun = ({ run: meant }: Pick<Target, "run">, run: number | undefined): boolean =>
  meant === "all" || meant === run;
