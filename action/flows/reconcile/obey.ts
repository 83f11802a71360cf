import type { Order, SubmissionEvent, SubmissionKey } from "../../core/ledger/event.ts";
import { allNames } from "../../core/ledger/names.ts";
import { fewNames, type KeyedEvent, namesIn, stateIn, type View } from "../../core/pass/view.ts";
import { orderOfCommand } from "../../core/submission/given-orders.ts";
import { isMemoryRetry } from "../../core/submission/memory-retry.ts";
import type { RequestedState } from "../../core/submission/next-requested.ts";
import { ordersFor } from "../../core/submission/orders.ts";
import { ownTasks } from "../../core/submission/own-tasks.ts";
import type { PandaDate } from "../../core/submission/panda-clock.ts";
import type { PendingCommand } from "../../core/submission/pending-command.ts";
import type { SubmissionState } from "../../core/submission/state.ts";
import { taskOrder } from "../../core/submission/task-order.ts";
import type { Ordered } from "../../ports/panda.ts";
import { decideAndWrite } from "../ledger-access/ledger-view.ts";
import { authorizeAt, type Deriving } from "./derive.ts";
import { type Unfounded, unfoundedOf } from "./hear-orders.ts";
import { memoryFault } from "./memory-fault.ts";
import type { Pass } from "./pass.ts";

type Given = { readonly key: SubmissionKey; readonly order: Order };

/**
 * Brings about what persons wished: `commanding` stands on the ledger before PanDA hears of it, and what PanDA refuses
 * stands there behind it, so that it is not asked again in every pass. A wish is asked for on GitHub before it is told.
 */
export const obey = async (pass: Pass, from: View, pandaDate: PandaDate, mainHead: string): Promise<View> => {
  const wished = [...from.states].flatMap(([key, state]) => (hasPendingCommands(state) ? [key] : []));
  const { view, decided } = await decideAndWrite(
    pass.ports,
    wished,
    (at) => decideOrders(pass, at, wished, { pandaDate, mainHead }),
    from,
  );
  const answers = await pass.each(decided.given, async (given) => ({ ...given, answer: await give(pass, given) }));
  const refused = answers.flatMap(({ key, order, answer }): readonly KeyedEvent[] =>
    answer.kind === "refused" || answer.kind === "needs-role" ? [[key, orderRefused(order, answer.message)]] : [],
  );
  const why = `PanDA refuses orders for ${namesIn(refused)}`;
  return (await decideAndWrite(pass.ports, wished, () => ({ events: refused, why }), view)).view;
};

const orderRefused = ({ verb, task, wish }: Order, reason: string): SubmissionEvent => ({
  event: "order-refused",
  verb,
  task,
  ...(wish === undefined ? {} : { wish }),
  reason,
});

const hasPendingCommands = (state: SubmissionState): boolean => "request" in state && state.past.wishes.length > 0;

const decideOrders = async (
  pass: Pass,
  view: View,
  keys: readonly SubmissionKey[],
  { pandaDate, mainHead }: { readonly pandaDate: PandaDate; readonly mainHead: string },
) => {
  const standing = keys.flatMap((key) => {
    const state = stateIn(view, key);
    return "request" in state ? [{ key, state }] : [];
  });
  const deriving = authorizeAt(
    pass,
    mainHead,
    standing.map(({ state }) => state.intent),
  );
  const found = await pass.each(standing, async ({ key, state }) => {
    const { orders, fulfilled } = ordersFor(state, await tasksOf(pass, view, state), pandaDate);
    const wishes = state.past.wishes.filter(({ id }) => orders.some(({ wish }) => wish === id));
    const unfounded = [
      ...(await unfoundedOf(pass, mainHead, state, wishes.filter((wish) => !isMemoryRetry(wish)).map(orderOfCommand))),
      ...(await unfoundedRetries(deriving, state, wishes.filter(isMemoryRetry))),
    ];
    for (const { reason } of unfounded) pass.trouble(key, reason);
    const isFounded = ({ wish }: Order): boolean => !unfounded.some(({ id }) => id === wish);
    return { key, orders: orders.filter(isFounded), fulfilled, unfounded };
  });
  const given = found.flatMap(({ key, orders }): readonly Given[] => orders.map((order) => ({ key, order })));
  const events: readonly KeyedEvent[] = [
    ...found.flatMap(({ key, unfounded }) =>
      unfounded.map(({ id, reason }): KeyedEvent => [key, { event: "command-rejected", id, reason }]),
    ),
    ...found.flatMap(({ key, fulfilled }) => fulfilled.map((id): KeyedEvent => [key, { event: "completed", id }])),
    ...given.map(({ key, order }): KeyedEvent => [key, { event: "commanding", ...order }]),
  ];
  if (given.length === 0) return { given, events, why: `Orders of ${namesIn(events)}` };
  const verbs = [...new Set(given.map(({ order }) => order.verb))];
  return { given, events, why: `Order ${verbs.join(", ")} of ${fewNames(given.map(({ key }) => key))}` };
};

/** Orders that the request gives are asked of git, those of persons of GitHub. */
const unfoundedRetries = async (
  deriving: Deriving,
  state: RequestedState,
  wishes: readonly PendingCommand[],
): Promise<readonly Unfounded[]> => {
  if (wishes.length === 0) return [];
  const derived = await deriving(state);
  return wishes.flatMap((wish) => {
    const reason = memoryFault(derived, wish);
    return reason === undefined ? [] : [{ kind: "unfounded", id: wish.id, reason } as const];
  });
};

const tasksOf = async ({ ports: { panda } }: Pass, view: View, state: RequestedState) =>
  ownTasks(await panda.tasksNamed(allNames(state.names), state.intent.panda.userName), view.head.repository, state);

const give = async ({ ports, setting, trouble }: Pass, { key, order }: Given): Promise<Ordered> => {
  const answer = await ports.panda.order(order.task, taskOrder(order));
  const said =
    answer.kind === "registered" ? "PanDA registered it" : `PanDA answered ${answer.kind}: ${answer.message}`;
  setting.tell(`${key}: ${order.verb} of task ${order.task}: ${said}`);
  if (answer.kind !== "registered" && answer.kind !== "reexecuting")
    trouble(key, `${order.verb} of task ${order.task}: ${answer.message}`);
  return answer;
};
