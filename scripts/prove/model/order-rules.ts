import type { LedgerEvent, Order } from "../../../action/core/ledger/event.ts";
import { type TaskOrder, taskOrder } from "../../../action/core/submission/task-order.ts";
import { type Breach, isOf } from "./breach.ts";
import { memoryIn } from "./panda.ts";
import { type ModelWorld, moreMemory } from "./world.ts";

/** Of the process that orders: what it wrote and has not told yet, and main as it last asked for it. */
type Knows = { readonly commanding: Order[]; readonly main: string };

/** Judged at the moment of an order. What it wrote for it is used up. */
export const breachesOfOrder = (
  { panda, keys, findOnMain }: ModelWorld,
  task: number,
  order: TaskOrder,
  { commanding, main }: Knows,
): readonly Breach[] => {
  const found: Breach[] = [];
  const written = commanding.findIndex((one) => one.task === task && taskOrder(one).kind === order.kind);
  if (written < 0)
    found.push({ rule: "rule 8", what: `a ${order.kind} of task ${task} that the caller did not write` });
  else commanding.splice(written, 1);
  if (order.kind.startsWith("retry") && panda.willRetry(task))
    found.push({ rule: "rule 8", what: `a ${order.kind} of task ${task}, which JEDI was told to run again` });
  const begins = order.kind === "pause" ? panda.beginsOnPause(task) : [];
  if (begins.length > 0) found.push({ rule: "joins", what: `a pause of task ${task} begins ${begins.join(", ")}` });
  const memory = memoryIn(order);
  if (memory === undefined) return found;
  const { name, memory: asked = 0 } = panda.tasks.find(({ id }) => id === task) ?? { name: "" };
  const [first] = keys;
  if (memory <= asked)
    found.push({ rule: "ladder", what: `task ${task}, which asks for ${asked} MB, is retried with ${memory}` });
  const isHeld = first !== undefined && isOf(first, name) && findOnMain(main).has(first);
  if (!isHeld || !moreMemory.some((one) => one === memory))
    found.push({ rule: "trust", what: `task ${task} is retried with ${memory} MB, which main does not hold` });
  return found;
};

/** What a request orders by itself does not stand behind the word of a person who stops it. */
export const breachesOfCommanding = (
  lines: readonly LedgerEvent[],
  { command = "", task }: Order,
): readonly Breach[] => {
  const said = lines.findLast((line) => line.event === "person" && orders.includes(line.verb));
  return command.startsWith("memory-") && said?.event === "person" && said.verb !== "retry"
    ? [{ rule: "ladder", what: `task ${task} is retried with more memory, and a person said ${said.verb}` }]
    : [];
};
const orders: readonly string[] = ["kill", "withdraw", "retry"];
