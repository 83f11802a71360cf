import type { Order, SubmissionKey } from "../../ledger/event.ts";
import { allNames } from "../../ledger/names.ts";
import { decideAll } from "../../submission/decide-all.ts";
import type { RequestedState } from "../../submission/next-requested.ts";
import type { Observation } from "../../submission/observation.ts";
import { ordersFor } from "../../submission/orders.ts";
import { commandOfPerson, type PendingCommand } from "../../submission/pending-command.ts";
import type { SubmissionState } from "../../submission/state.ts";
import { type Authorize, authorizeAt } from "../authorization/authorize.ts";
import { memoryFault } from "../authorization/memory-fault.ts";
import { type Unconfirmed, unconfirmedOf } from "../authorization/unconfirmed.ts";
import { ownTasks } from "../own-tasks.ts";
import { addEvents, each, inState, type Planned, type Planning } from "../planned.ts";
import { fewNames, type KeyedEvent, namesIn } from "../view.ts";

/** An order to PanDA; the ledger says before that it will be sent. */
export type DueOrder = { readonly key: SubmissionKey; readonly order: Order };

/** Carries out commands: `commanding` is on the ledger before PanDA hears of one, and GitHub is asked before that. */
export async function executeCommands(
  planning: Planning,
  from: Planned,
): Promise<{ readonly planned: Planned; readonly orders: readonly DueOrder[] }> {
  const asked = inState(from, hasPendingCommands);
  const authorize = authorizeAt(
    planning,
    asked.map(({ state }) => state.intent),
  );
  const found = await each(planning.notes, asked, async ({ key, state }) => ({
    key,
    state,
    ...(await dueOf(planning, authorize, key, state)),
  }));
  const orders = found.flatMap(({ key, orders: own }) => own.map((order) => ({ key, order })));
  const events = found.flatMap(({ key, state, seen }) =>
    decideAll(state, seen, planning.context).events.map((event): KeyedEvent => [key, event]),
  );
  return { planned: addEvents(planning, from, whyOf(orders, events), events), orders };
}

const hasPendingCommands = (state: SubmissionState): state is RequestedState =>
  "request" in state && state.past.pendingCommands.length > 0;

async function dueOf(
  planning: Planning,
  authorize: Authorize,
  key: SubmissionKey,
  state: RequestedState,
): Promise<{ readonly orders: readonly Order[]; readonly seen: readonly Observation[] }> {
  const { names, intent, past } = state;
  const known = await planning.panda.tasksNamed(allNames(names), intent.panda.userName);
  const tasks = ownTasks(known, planning.ledgerHead.repository, state);
  const { orders, fulfilled } = ordersFor(state, tasks, planning.pandaDate);
  const commands = past.pendingCommands.filter(({ id }) => orders.some(({ command }) => command === id));
  const persons = commands.flatMap((one) => commandOfPerson(one) ?? []);
  const retries = commands.filter((one) => commandOfPerson(one) === undefined);
  const unconfirmed = [
    ...(await unconfirmedOf(planning, state, persons)),
    ...(await unconfirmedRetries(authorize, state, retries)),
  ];
  for (const { reason } of unconfirmed) planning.notes.trouble(key, reason);
  const due = orders.filter(({ command }) => !unconfirmed.some(({ id }) => id === command));
  const seen: readonly Observation[] = [
    ...unconfirmed,
    ...fulfilled.map((id) => ({ kind: "command-done", id }) as const),
    ...due.map((order) => ({ kind: "order-due", order }) as const),
  ];
  return { orders: due, seen };
}

/** git says whether the request asks for them; GitHub is asked about the commands of persons. */
async function unconfirmedRetries(
  authorize: Authorize,
  state: RequestedState,
  retries: readonly PendingCommand[],
): Promise<readonly Unconfirmed[]> {
  if (retries.length === 0) return [];
  const authorization = await authorize(state);
  return retries.flatMap((retry) => {
    const reason = memoryFault(authorization, retry);
    return reason === undefined ? [] : [{ kind: "command-unconfirmed", id: retry.id, reason } as const];
  });
}

const whyOf = (orders: readonly DueOrder[], events: readonly KeyedEvent[]): string => {
  if (orders.length === 0) return `Orders of ${namesIn(events)}`;
  const verbs = [...new Set(orders.map(({ order }) => order.verb))];
  return `Order ${verbs.join(", ")} of ${fewNames(orders.map(({ key }) => key))}`;
};
