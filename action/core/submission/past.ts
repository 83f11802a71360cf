import { isOrderVerb, type OrderVerb } from "../command/verbs.ts";
import type { CommandRecord, Order, SubmissionEvent, TaskSeen } from "../ledger/event.ts";
import type { Queued } from "../ledger/queued.ts";
import { everyStep, isMemoryRetry, memoryRetryId } from "./memory-retry.ts";
import { type PendingCommand, retriesOf, withCommand } from "./pending-command.ts";
import type { Past } from "./state.ts";

export const noPast: Past = {
  wishes: [],
  mayHaveActed: false,
  isBound: false,
  withdrawal: undefined,
  accepted: { requests: [], tasks: [] },
  leftMain: undefined,
  releases: [],
  usedCommands: [],
  spentCommands: undefined,
  adoption: undefined,
  adoptedTasks: [],
  adjustments: [],
  completion: undefined,
  diagnosed: [],
  settled: [],
  queued: undefined,
  refusals: [],
};

const maxRefusals = 5;
const withRefusalOf = ({ refusals }: Past, words: string): Past["refusals"] =>
  refusals.at(-1) === words ? refusals : [...refusals, words].slice(-maxRefusals);

/** What an event adds to what holds from there on. `tasks` are those known when it came. */
// oxlint-disable-next-line max-lines-per-function -- one entry an event, and the compiler asks for each
export const pastAfter = (past: Past, event: SubmissionEvent, at: string, tasks: readonly TaskSeen[]): Past => {
  switch (event.event) {
    case "checking":
      return {
        ...past,
        mayHaveActed: true,
        isBound: true,
        queued: undefined,
        usedCommands: past.releases.map(({ id }) => id),
      };
    case "submitting":
      return { ...past, mayHaveActed: true };
    // The owner says that the call had no effect.
    case "rejected":
    case "not-sent":
      return { ...past, mayHaveActed: false };
    case "person":
      return afterPerson(past, event, tasks);
    case "commanding":
      return withOrder(past, event);
    case "order-refused":
      return {
        ...past,
        wishes: withRefusal(past.wishes, event),
        refusals: withRefusalOf(past, `PanDA refused ${event.verb} of task ${event.task}: ${event.reason}`),
      };
    case "duplicate-suspected":
      return event.effects === undefined ? past : { ...past, accepted: event.effects };
    case "command-rejected":
      return withoutOrder(past, event);
    case "recorded":
      return { ...past, completion: { tasks, steps: event.steps } };
    case "queued":
      return { ...past, queued: queuedOf(event) };
    case "diagnosed":
      return afterDiagnosed(past, event);
    case "completed":
      return { ...past, wishes: past.wishes.filter(({ id }) => id !== event.id) };
    case "left-main":
      return { ...past, leftMain: { reason: event.reason, since: at } };
    case "back-on-main":
      return { ...past, leftMain: undefined };
    case "submitted":
      return { ...past, adoption: undefined, adoptedTasks: event.tasks ?? past.adoptedTasks };
    case "skipped":
    case "intended":
    case "waiting":
    case "blocked":
    case "held":
    case "checked":
    case "in-doubt":
    case "looked":
    case "again":
    case "seen":
    case "conflict":
    case "needs-person":
    case "watched":
    case "closed":
    case "retired":
    case "superseded":
    case "withdrawn":
      return past;
  }
};

const queuedOf = (event: Queued): Queued =>
  "first" in event ? { first: event.first, lost: event.lost } : { atMost: event.atMost };

const afterPerson = (past: Past, said: CommandRecord, tasks: readonly TaskSeen[]): Past => {
  const { verb, by, id, reason, data, request } = said;
  if (isOrderVerb(verb)) {
    return {
      ...past,
      wishes: withCommand(
        past.wishes,
        wishOf(said, verb, tasks),
        tasks.map(({ step }) => step),
      ),
      settled: settledAfter(past.settled, said),
      ...(said.site === undefined ? {} : { adjustments: [...past.adjustments, adjustmentOf(placeOf(said))] }),
    };
  }
  switch (verb) {
    case "withdraw":
      return {
        ...past,
        withdrawal: { by, id, reason, data: data ?? "keep", ...retriedOf(past.wishes) },
        leftMain: undefined,
        wishes: withCommand(past.wishes, { ...wishOf(said, "kill", tasks), isWithdrawal: true }),
      };
    case "submit":
      // One word, one effect: it leads to nothing a second time.
      return past.releases.some((one) => one.id === id) ? past : { ...past, releases: [...past.releases, { by, id }] };
    case "adopt":
      return { ...past, adoption: { by, id, ...(request === undefined ? {} : { request }) } };
    case "status":
    case "close":
    case "accept":
    case "trial":
    case "yes":
    case "help":
      return past;
  }
};

const settledAfter = (settled: Past["settled"], { verb, step }: CommandRecord): Past["settled"] => {
  if (verb === "finish") return [...settled, step ?? everyStep];
  if (verb !== "retry") return settled;
  return step === undefined ? [] : settled.filter((one) => one !== step);
};

const afterDiagnosed = (past: Past, { event: _, ...said }: SubmissionEvent & { event: "diagnosed" }): Past => {
  const diagnosed = [...past.diagnosed, said];
  const { step, memory } = said;
  if (memory === undefined) return { ...past, diagnosed };
  const id = memoryRetryId(said);
  const wish: PendingCommand = {
    verb: "retry",
    id,
    by: "the request",
    step,
    memory,
    only: undefined,
    told: [],
    refused: [],
  };
  return { ...past, diagnosed, wishes: withCommand(past.wishes, wish) };
};

/** As if the command had not been given. */
const withoutOrder = (past: Past, { id, reason }: { readonly id: string; readonly reason: string }): Past => ({
  ...past,
  wishes: past.wishes.filter((wish) => wish.id !== id),
  releases: past.releases.filter((one) => one.id !== id),
  withdrawal: past.withdrawal?.id === id ? undefined : past.withdrawal,
  adoption: past.adoption?.id === id ? undefined : past.adoption,
  refusals: withRefusalOf(past, reason),
});

const retriedOf = (wishes: readonly PendingCommand[]): { readonly retried?: string } => {
  const retried = wishes
    .flatMap(retriesOf)
    .flatMap(({ pandaDate }) => pandaDate ?? [])
    .toSorted()
    .at(-1);
  return retried === undefined ? {} : { retried };
};

const wishOf = (said: CommandRecord, verb: OrderVerb, tasks: readonly TaskSeen[]): PendingCommand => ({
  verb,
  id: said.id,
  by: said.by,
  only: verb === "finish" ? tasks.map(({ id }) => id) : undefined,
  told: [],
  refused: [],
  ...(said.step === undefined ? {} : { step: said.step }),
  ...(said.memory === undefined ? {} : { memory: said.memory }),
  ...(said.site === undefined ? {} : { site: said.site }),
});

type Adjustment = Past["adjustments"][number];

const adjustmentOf = ({ by, step, memory, site }: Adjustment): Adjustment => ({
  by,
  ...(step === undefined ? {} : { step }),
  ...(memory === undefined ? {} : { memory }),
  ...(site === undefined ? {} : { site }),
});

const placeOf = ({ memory: _, ...said }: CommandRecord): CommandRecord => said;

/** The pending command that an order carries out; an order that names none belongs to the newest of its verb. */
const wishFor = (
  wishes: readonly PendingCommand[],
  { verb, wish: id }: Pick<Order, "verb" | "wish">,
): PendingCommand | undefined => wishes.findLast((wish) => wish.verb === verb && (id === undefined || wish.id === id));

const withOrder = (past: Past, { event: _, ...order }: SubmissionEvent & { event: "commanding" }): Past => {
  const wish = wishFor(past.wishes, order);
  if (wish === undefined) return past;
  const wishes = past.wishes.map((one) => (one === wish ? { ...one, told: [...one.told, order] } : one));
  if (order.keeps !== undefined) return { ...past, wishes, refusals: withRefusalOf(past, keptText(order, wish)) };
  return {
    ...past,
    wishes,
    ...(order.memory === undefined || isMemoryRetry(wish) ? {} : { adjustments: withMemory(past.adjustments, wish) }),
  };
};

const keptText = ({ task, keeps }: Order, { memory, by }: PendingCommand): string =>
  `task ${task} keeps its ${keeps} MB per core: ${by} asked for ${memory}, and a retry never lowers it`;

/** The memory that was asked for differs from git once a task has its order. */
const withMemory = (adjustments: Past["adjustments"], wish: PendingCommand): Past["adjustments"] => [
  ...adjustments.filter(
    ({ by, step, memory, site }) =>
      by !== wish.by || step !== wish.step || site !== wish.site || (memory ?? wish.memory) !== wish.memory,
  ),
  adjustmentOf(wish),
];

/** Stopping is kept for the tasks that it still concerns: one that had just ended refuses a kill. Any other command ends. */
const withRefusal = (
  wishes: readonly PendingCommand[],
  order: Pick<Order, "verb" | "task" | "wish">,
): readonly PendingCommand[] => {
  const wish = wishFor(wishes, order);
  if (order.verb !== "kill") return wishes.filter((one) => one !== wish);
  const last = wish?.told.findLast(({ task }) => task === order.task);
  if (last === undefined) return wishes;
  return wishes.map((one) => (one === wish ? { ...one, refused: [...one.refused, last] } : one));
};
