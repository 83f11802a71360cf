import type { DueOrder } from "../../core/pass/commands/execute-commands.ts";
import type { View } from "../../core/pass/view.ts";
import { taskOrder } from "../../core/submission/task-order.ts";
import type { Ordered } from "../../ports/panda.ts";
import type { Pass } from "./pass.ts";
import { record } from "./record.ts";

/** Sends what the ledger says; what PanDA refuses is written behind it, and not asked again in every pass. */
export const sendOrders = async (pass: Pass, from: View, orders: readonly DueOrder[]): Promise<View> => {
  const answers = await pass.each(orders, async (due) => ({ ...due, answer: await send(pass, due) }));
  const refused = answers.flatMap(({ key, order, answer }) =>
    answer.kind === "refused" || answer.kind === "needs-role"
      ? [[key, { kind: "order-refused", order, reason: answer.message }] as const]
      : [],
  );
  return record(pass, from, refused, "PanDA refuses orders for");
};

const send = async ({ ports, setting, trouble }: Pass, { key, order }: DueOrder): Promise<Ordered> => {
  const answer = await ports.panda.order(order.task, taskOrder(order));
  const said =
    answer.kind === "registered" ? "PanDA registered it" : `PanDA answered ${answer.kind}: ${answer.message}`;
  setting.tell(`${key}: ${order.verb} of task ${order.task}: ${said}`);
  if (answer.kind !== "registered" && answer.kind !== "reexecuting")
    trouble(key, `${order.verb} of task ${order.task}: ${answer.message}`);
  return answer;
};
