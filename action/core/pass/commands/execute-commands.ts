import type { Order, SubmissionKey } from "../../ledger/event.ts";
import { allNames } from "../../ledger/names.ts";
import { decideAll } from "../../submission/decide-all.ts";
import type { RequestedState } from "../../submission/next-requested.ts";
import type { Observation } from "../../submission/observation.ts";
import { ordersFor } from "../../submission/orders.ts";
import type { SubmissionState } from "../../submission/state.ts";
import { ownTasks } from "../own-tasks.ts";
import { addEvents, each, inState, type Planned, type Planning } from "../planned.ts";
import { fewNames, type KeyedEvent, namesIn } from "../view.ts";

/** An order to PanDA; the ledger says before that it will be sent. */
export type DueOrder = { readonly key: SubmissionKey; readonly order: Order };

/** Carries out commands: `commanding` is on the ledger before PanDA hears of one. */
export async function executeCommands(
  planning: Planning,
  from: Planned,
): Promise<{ readonly planned: Planned; readonly orders: readonly DueOrder[] }> {
  const asked = inState(from, hasPendingCommands);
  const found = await each(planning.notes, asked, async ({ key, state }) => ({
    key,
    state,
    ...(await dueOf(planning, state)),
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
  state: RequestedState,
): Promise<{ readonly orders: readonly Order[]; readonly seen: readonly Observation[] }> {
  const { names, intent } = state;
  const known = await planning.panda.tasksNamed(allNames(names), intent.panda.userName);
  const tasks = ownTasks(known, planning.ledgerHead.repository, state);
  const { orders, fulfilled } = ordersFor(state, tasks, planning.pandaDate);
  const seen: readonly Observation[] = [
    ...fulfilled.map((id) => ({ kind: "command-done", id }) as const),
    ...orders.map((order) => ({ kind: "order-due", order }) as const),
  ];
  return { orders, seen };
}

const whyOf = (orders: readonly DueOrder[], events: readonly KeyedEvent[]): string => {
  if (orders.length === 0) return `Orders of ${namesIn(events)}`;
  const verbs = [...new Set(orders.map(({ order }) => order.verb))];
  return `Order ${verbs.join(", ")} of ${fewNames(orders.map(({ key }) => key))}`;
};
