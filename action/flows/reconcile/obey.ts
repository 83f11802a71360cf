import type { SubmissionEvent, SubmissionKey } from "../../core/ledger/event.ts";
import { allNames, isOurs } from "../../core/ledger/names.ts";
import { Failure } from "../../core/problems/failure.ts";
import { type Order, ordersFor } from "../../core/submission/orders.ts";
import { decideAndWrite, type View } from "../gather/ledger-view.ts";
import type { ReconcilePorts, Setting } from "./ports.ts";

type Told = { readonly key: SubmissionKey; readonly order: Order };

/** Brings about what persons wished: `commanding` stands on the ledger before PanDA hears of it. */
export const obey = async (
  ports: ReconcilePorts,
  setting: Setting,
  from: View,
  troubles: Map<SubmissionKey, string>,
): Promise<View> => {
  const wished = [...from.states]
    .filter(([, state]) => "wish" in state && state.wish !== undefined)
    .map(([key]) => key);
  if (wished.length === 0) return from;
  const obeyed = await decideAndWrite(
    ports,
    wished,
    async (view) => {
      const told = await decideOrders(ports, view, wished, troubles);
      return {
        told,
        events: told.map(({ key, order }): readonly [SubmissionKey, SubmissionEvent] => [
          key,
          { event: "commanding", ...order },
        ]),
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
    if (answer.kind !== "registered") troubles.set(key, `${order.verb} of task ${order.task}: ${answer.message}`);
  }
  return obeyed.view;
};

const decideOrders = async (
  { panda }: ReconcilePorts,
  view: View,
  keys: readonly SubmissionKey[],
  troubles: Map<SubmissionKey, string>,
): Promise<readonly Told[]> => {
  const told: Told[] = [];
  for (const key of keys) {
    const state = view.states.get(key);
    if (state === undefined || !("request" in state)) continue;
    try {
      const { intent, names } = state;
      const tasks = await panda.tasksNamed(allNames(names), intent.panda.userName);
      // A name can be another's by now: only what carries our mark is told anything.
      const ours = tasks.filter(({ mark }) => isOurs(mark, view.head.repository, intent.label, intent.contentDigest));
      told.push(...ordersFor(state, ours).map((order) => ({ key, order })));
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      troubles.set(key, error.message);
    }
  }
  return told;
};
