import type { Order, SubmissionKey } from "../../core/ledger/event.ts";
import { allNames } from "../../core/ledger/names.ts";
import type { Asking } from "../../core/pass/asking.ts";
import { type Authorize, authorizeAt } from "../../core/pass/authorization/authorize.ts";
import { memoryFault } from "../../core/pass/authorization/memory-fault.ts";
import { type Unconfirmed, unconfirmedOf } from "../../core/pass/authorization/verify-commands.ts";
import { ownTasks } from "../../core/pass/own-tasks.ts";
import { fewNames, type KeyedEvent, namesIn, stateIn, type View } from "../../core/pass/view.ts";
import { decideAll } from "../../core/submission/decide-all.ts";
import type { RequestedState } from "../../core/submission/next-requested.ts";
import type { Observation } from "../../core/submission/observation.ts";
import { ordersFor } from "../../core/submission/orders.ts";
import type { PandaDate } from "../../core/submission/panda-clock.ts";
import { commandOfPerson, type PendingCommand } from "../../core/submission/pending-command.ts";
import type { SubmissionState } from "../../core/submission/state.ts";
import { taskOrder } from "../../core/submission/task-order.ts";
import type { Ordered } from "../../ports/panda.ts";
import { decideAndWrite } from "../ledger-access/ledger-view.ts";
import { decideEach } from "./decide-each.ts";
import { momentAt } from "./moment-at.ts";
import type { Pass } from "./pass.ts";
import { recordEach } from "./record.ts";

type Given = { readonly key: SubmissionKey; readonly order: Order };

/**
 * Carries out what persons commanded: `commanding` is on the ledger before PanDA hears of it, and what PanDA refuses
 * is there behind it, so that it is not asked again in every pass. GitHub is asked about a command before it is sent.
 */
export const obey = async (pass: Pass, from: View, pandaDate: PandaDate, mainHead: string): Promise<View> => {
  const asked = [...from.states].flatMap(([key, state]) => (hasPendingCommands(state) ? [key] : []));
  const { view, decided } = await decideAndWrite(
    pass.ports,
    asked,
    (at) => decideOrders(pass, at, asked, { pandaDate, mainHead }),
    from,
  );
  const answers = await pass.each(decided.given, async (given) => ({ ...given, answer: await give(pass, given) }));
  const refused = answers.flatMap(({ key, order, answer }) =>
    answer.kind === "refused" || answer.kind === "needs-role"
      ? [[key, { kind: "order-refused", order, reason: answer.message }] as const]
      : [],
  );
  return recordEach(pass, view, refused, "PanDA refuses orders for");
};

const hasPendingCommands = (state: SubmissionState): boolean =>
  "request" in state && state.past.pendingCommands.length > 0;

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
  const moment = momentAt(pass, view.head, mainHead);
  const authorize = authorizeAt(
    moment,
    standing.map(({ state }) => state.intent),
  );
  const due = await pass.each(standing, async ({ key, state }) => {
    const { orders, fulfilled } = ordersFor(state, await tasksOf(pass, view, state), pandaDate);
    return { key, state, orders, fulfilled };
  });
  const verify = function* ({ key, state, orders, fulfilled }: (typeof due)[number]) {
    const commands = state.past.pendingCommands.filter(({ id }) => orders.some(({ command }) => command === id));
    const persons = commands.flatMap((one) => commandOfPerson(one) ?? []);
    const retries = commands.filter((one) => commandOfPerson(one) === undefined);
    const unconfirmed = [
      ...(yield* unconfirmedOf(moment, state, persons)),
      ...(yield* unconfirmedRetries(authorize, state, retries)),
    ];
    for (const { reason } of unconfirmed) pass.trouble(key, reason);
    const isConfirmed = ({ command }: Order): boolean => !unconfirmed.some(({ id }) => id === command);
    return { key, state, orders: orders.filter(isConfirmed), fulfilled, unconfirmed };
  };
  const found = await decideEach(pass, due, verify, pass.gathering.anew());
  const given = found.flatMap(({ key, orders }): readonly Given[] => orders.map((order) => ({ key, order })));
  const events = found.flatMap(({ key, state, orders, fulfilled, unconfirmed }) => {
    const seen: readonly Observation[] = [
      ...unconfirmed,
      ...fulfilled.map((id) => ({ kind: "command-done", id }) as const),
      ...orders.map((order) => ({ kind: "order-due", order }) as const),
    ];
    return decideAll(state, seen, pass.context).events.map((event): KeyedEvent => [key, event]);
  });
  if (given.length === 0) return { given, events, why: `Orders of ${namesIn(events)}` };
  const verbs = [...new Set(given.map(({ order }) => order.verb))];
  return { given, events, why: `Order ${verbs.join(", ")} of ${fewNames(given.map(({ key }) => key))}` };
};

/** git says whether the request asks for them; GitHub is asked about the commands of persons. */
function* unconfirmedRetries(
  authorize: Authorize,
  state: RequestedState,
  retries: readonly PendingCommand[],
): Asking<readonly Unconfirmed[]> {
  if (retries.length === 0) return [];
  const authorization = yield* authorize(state);
  return retries.flatMap((retry) => {
    const reason = memoryFault(authorization, retry);
    return reason === undefined ? [] : [{ kind: "command-unconfirmed", id: retry.id, reason } as const];
  });
}

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
