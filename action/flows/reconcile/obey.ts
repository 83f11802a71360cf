import type { SubmissionKey } from "../../core/ledger/event.ts";
import { allNames, isOurs } from "../../core/ledger/names.ts";
import type { Requested } from "../../core/submission/next-requested.ts";
import { type Order, ordersFor } from "../../core/submission/orders.ts";
import { decideAndWrite, type KeyedEvent, type View } from "../gather/ledger-view.ts";
import type { Pass } from "./pass.ts";

type Told = { readonly key: SubmissionKey; readonly order: Order };

/** Brings about what persons wished: `commanding` stands on the ledger before PanDA hears of it. */
export const obey = async (pass: Pass, from: View): Promise<View> => {
  const { ports, setting } = pass;
  const wished = [...from.states]
    .filter(([, state]) => "wish" in state && state.wish !== undefined)
    .map(([key]) => key);
  if (wished.length === 0) return from;
  const obeyed = await decideAndWrite(
    ports,
    wished,
    async (view) => {
      const told = await decideOrders(pass, view, wished);
      return {
        told,
        events: told.map(({ key, order }): KeyedEvent => [key, { event: "commanding", ...order }]),
        why: `Order ${[...new Set(told.map(({ key, order }) => `${order.verb} of ${key}`))].join(", ")}`,
      };
    },
    from,
  );
  for (const { key, order } of obeyed.decided.told) {
    const answer = await ports.panda.order(order.task, { kind: order.verb });
    setting.tell(
      `${key}: ${order.verb} of task ${order.task} ${answer.kind === "registered" ? "is registered" : `is ${answer.kind}: ${answer.message}`}`,
    );
    if (answer.kind !== "registered") pass.trouble(key, `${order.verb} of task ${order.task}: ${answer.message}`);
  }
  return obeyed.view;
};

const decideOrders = async (pass: Pass, view: View, keys: readonly SubmissionKey[]): Promise<readonly Told[]> => {
  const told: Told[] = [];
  for (const key of keys) {
    const state = view.states.get(key);
    if (state === undefined || !("request" in state)) continue;
    const orders = await pass.attempt(key, () => ordersOf(pass, view, state));
    told.push(...(orders ?? []).map((order) => ({ key, order })));
  }
  return told;
};

const ordersOf = async ({ ports: { panda } }: Pass, view: View, state: Requested): Promise<readonly Order[]> => {
  const { intent, names } = state;
  const tasks = await panda.tasksNamed(allNames(names), intent.panda.userName);
  // A name can be another's by now: only what carries our mark is told anything.
  const ours = tasks.filter(({ mark }) => isOurs(mark, view.head.repository, intent.label, intent.contentDigest));
  return ordersFor(state, ours);
};
