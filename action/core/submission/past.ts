import { isOrderVerb, type OrderVerb } from "../command/verbs.ts";
import type { Arrival, OutputsDescribed } from "../ledger/arrival.ts";
import { withDeclaration, withInputDeclared, withTold } from "../ledger/declared.ts";
import type { GivenCommand, Order, SubmissionEvent, TaskSeen } from "../ledger/event.ts";
import { endedIf, keepAfter, noKeeping } from "../ledger/keeping.ts";
import { onlyQueued } from "../ledger/queued.ts";
import { isLostToIdds } from "./joins.ts";
import { everyStep } from "./memory-retry.ts";
import { commandOfPerson, type PendingCommand, retriesOf, withCommand } from "./pending-command.ts";
import type { Past } from "./state.ts";
import { isSuccess } from "./states.ts";

export const noPast: Past = {
  pendingCommands: [],
  mayHaveActed: false,
  isBound: false,
  began: undefined,
  withdrawal: undefined,
  accepted: { requests: [], tasks: [] },
  leftMain: undefined,
  releases: [],
  adoption: undefined,
  adoptedTasks: [],
  adjustments: [],
  declared: [],
  inputsDeclared: [],
  readers: [],
  completion: undefined,
  arrival: undefined,
  described: undefined,
  ...noKeeping,
  diagnosed: [],
  settled: [],
  queued: undefined,
  lost: [],
  refusals: [],
};

const maxRefusals = 5;
const withNotSent = ({ refusals }: Past, reason: string): Past["refusals"] => {
  const last = refusals.at(-1);
  return last?.kind === "not-sent" && last.reason === reason
    ? refusals
    : [...refusals, { kind: "not-sent" as const, reason }].slice(-maxRefusals);
};

/** What PanDA refuses of several tasks for one reason, whatever numbers are in its words, is one refusal. */
const withRefused = (
  { refusals }: Past,
  { verb, task, reason }: SubmissionEvent & { event: "order-refused" },
): Past["refusals"] => {
  const alike = refusals.findLast(
    (one) => one.kind === "by-panda" && one.verb === verb && withoutNumbers(one.reason) === withoutNumbers(reason),
  );
  const tasks = alike?.kind === "by-panda" ? alike.tasks : [];
  const refused = { kind: "by-panda" as const, verb, tasks: [...new Set([...tasks, task])], reason };
  return [...refusals.filter((one) => one !== alike), refused].slice(-maxRefusals);
};
const withoutNumbers = (words: string): string => words.replace(/\d+/g, "0");

/** What an event adds to what holds from there on. `tasks` are those known when it came. */
// oxlint-disable-next-line max-lines-per-function -- one entry an event, and the compiler asks for each
export const pastAfter = (past: Past, event: SubmissionEvent, at: string, tasks: readonly TaskSeen[]): Past => {
  switch (event.event) {
    case "checking":
      return {
        ...past,
        mayHaveActed: true,
        isBound: true,
        began: past.began ?? at,
        queued: undefined,
      };
    case "submitting":
      return { ...past, mayHaveActed: true };
    // The owner says that the call had no effect.
    case "rejected":
    case "not-sent":
      return { ...past, mayHaveActed: false, began: undefined };
    case "person":
      return afterPerson(past, commandIn(event), tasks);
    case "commanding":
      return withOrder(past, event);
    case "order-refused":
      return { ...past, pendingCommands: withRefusal(past.pendingCommands, event), refusals: withRefused(past, event) };
    case "duplicate-suspected":
      return event.effects === undefined ? past : { ...past, accepted: event.effects };
    case "command-rejected":
      return withoutCommand(past, event);
    case "declared":
      return { ...past, declared: withTold(past.declared, event) };
    case "input-declared":
      return { ...past, inputsDeclared: withInputDeclared(past.inputsDeclared, event) };
    case "read-by":
      return { ...past, readers: [...new Set([...past.readers, `${event.tag}@${event.version}`])] };
    case "recorded":
      return { ...past, completion: { tasks, steps: event.steps }, arrival: undefined, described: undefined };
    case "arrived":
      return { ...past, arrival: arrivalOf(event) };
    case "described":
      return { ...past, described: describedOf(event) };
    case "queued":
      return { ...past, queued: onlyQueued(event) };
    case "diagnosed":
      return afterDiagnosed(past, event);
    case "seen":
      return { ...past, lost: lostAfter(past, event.tasks), ...endedIf(isSuccess(event.verdict), at, event.pandaDate) };
    case "keep-asked":
    case "kept":
    case "ending":
    case "expired":
      return { ...past, ...keepAfter(past, event) };
    case "completed":
      return { ...past, pendingCommands: past.pendingCommands.filter(({ id }) => id !== event.id) };
    case "left-main":
      return { ...past, leftMain: { reason: event.reason, since: at } };
    case "back-on-main":
      return { ...past, leftMain: undefined };
    case "submitted":
      return {
        ...past,
        began: past.began ?? at,
        adoption: undefined,
        adoptedTasks: event.tasks ?? past.adoptedTasks,
      };
    case "skipped":
    case "intended":
    case "waiting":
    case "blocked":
    case "held":
    case "checked":
    case "in-doubt":
    case "looked":
    case "again":
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

const lostAfter = ({ lost }: Past, tasks: readonly TaskSeen[]): Past["lost"] => [
  ...new Set([...lost, ...tasks.filter(isLostToIdds).map(({ step }) => step)]),
];

const arrivalOf = ({ checkedOn, outputs, lacks, wasWhole, accepted }: Arrival): Arrival => ({
  checkedOn,
  outputs,
  ...(lacks === undefined ? {} : { lacks }),
  ...(wasWhole === undefined ? {} : { wasWhole }),
  ...(accepted === undefined ? {} : { accepted }),
});

const describedOf = ({ containers, refused }: OutputsDescribed): OutputsDescribed => ({
  containers,
  ...(refused === undefined ? {} : { refused }),
});

const commandIn = ({ event: _, ...command }: SubmissionEvent & { event: "person" }): GivenCommand => command;

const afterPerson = (past: Past, command: GivenCommand, tasks: readonly TaskSeen[]): Past => {
  const { verb, id, data = "keep" } = command;
  if (isOrderVerb(verb)) {
    return {
      ...past,
      pendingCommands: withCommand(
        past.pendingCommands,
        pendingOf(command, verb, tasks),
        tasks.map(({ step }) => step),
      ),
      settled: settledAfter(past.settled, command),
      ...(command.site === undefined ? {} : { adjustments: [...past.adjustments, { ...command, memory: undefined }] }),
    };
  }
  switch (verb) {
    case "withdraw":
      return {
        ...past,
        withdrawal: { ...command, data, ...retriedOf(past.pendingCommands) },
        leftMain: undefined,
        pendingCommands: withCommand(past.pendingCommands, pendingOf(command, "kill", tasks)),
      };
    case "submit":
      // One word, one effect: it leads to nothing a second time.
      return past.releases.some((one) => one.id === id) ? past : { ...past, releases: [...past.releases, command] };
    case "adopt":
      return { ...past, adoption: command };
    case "declare":
      return { ...past, declared: withDeclaration(past.declared, command) };
    case "expire":
      return past.expiring.some((one) => one.id === id) ? past : { ...past, expiring: [...past.expiring, command] };
    case "status":
    case "close":
    case "accept":
    case "trial":
    case "extend":
    case "freeze":
    case "unfreeze":
    case "yes":
    case "help":
      return past;
  }
};

const settledAfter = (settled: Past["settled"], { verb, step }: GivenCommand): Past["settled"] => {
  if (verb === "finish") return [...settled, step ?? everyStep];
  if (verb !== "retry") return settled;
  return step === undefined ? [] : settled.filter((one) => one !== step);
};

const afterDiagnosed = (past: Past, { event: _, ...facts }: SubmissionEvent & { event: "diagnosed" }): Past => {
  const diagnosed = [...past.diagnosed, facts];
  const { step, task, attemptNr, memory } = facts;
  if (memory === undefined) return { ...past, diagnosed };
  const id = `memory-${task}-${attemptNr}`;
  const retry = { verb: "retry", by: { policy: "retryMemory" }, id, step, memory, ...nothingSent } as const;
  return { ...past, diagnosed, pendingCommands: withCommand(past.pendingCommands, retry) };
};

const nothingSent = { only: undefined, sent: [], refused: [] };

/** As if the command had not been given. */
const withoutCommand = (past: Past, { id, reason }: { readonly id: string; readonly reason: string }): Past => ({
  ...past,
  pendingCommands: past.pendingCommands.filter((one) => one.id !== id),
  releases: past.releases.filter((one) => one.id !== id),
  withdrawal: past.withdrawal?.id === id ? undefined : past.withdrawal,
  adoption: past.adoption?.id === id ? undefined : past.adoption,
  expiring: past.expiring.filter((one) => one.id !== id),
  ending: past.ending.filter((one) => one.id !== id),
  declared: past.declared.filter((one) => one.id !== id || one.saidOn !== undefined),
  refusals: withNotSent(past, reason),
});

const retriedOf = (commands: readonly PendingCommand[]): { readonly retried?: string } => {
  const dates = commands.flatMap(retriesOf).flatMap(({ pandaDate }) => pandaDate ?? []);
  const retried = dates.toSorted().at(-1);
  return retried === undefined ? {} : { retried };
};

const pendingOf = (person: GivenCommand, verb: OrderVerb, tasks: readonly TaskSeen[]): PendingCommand => ({
  ...nothingSent,
  ...{ verb, id: person.id, step: person.step, memory: person.memory, site: person.site, by: { person } },
  ...(person.priority === undefined ? {} : { priority: person.priority }),
  ...(verb === "finish" ? { only: tasks.map(({ id }) => id) } : {}),
});

/** The pending command that an order carries out; an order that names none belongs to the newest of its verb. */
const pendingFor = (
  commands: readonly PendingCommand[],
  { verb, command: id }: Pick<Order, "verb" | "command">,
): PendingCommand | undefined => commands.findLast((one) => one.verb === verb && (id === undefined || one.id === id));

const withOrder = (past: Past, { event: _, ...order }: SubmissionEvent & { event: "commanding" }): Past => {
  const command = pendingFor(past.pendingCommands, order);
  if (command === undefined) return past;
  const pendingCommands = past.pendingCommands.map((one) =>
    one === command ? { ...one, sent: [...one.sent, order] } : one,
  );
  const after = { ...past, pendingCommands };
  if (order.keeps !== undefined) return { ...after, refusals: withNotSent(past, keptText(order, command)) };
  const person = commandOfPerson(command);
  return order.memory === undefined || person === undefined
    ? after
    : { ...after, adjustments: withMemory(past.adjustments, person) };
};

const keptText = ({ task, keeps }: Order, command: PendingCommand): string =>
  `task ${task} keeps its ${keeps} MB per core: ${commandOfPerson(command)?.by ?? "the request"} asked for ${command.memory}, and a retry never lowers it`;

/** The memory that was asked for differs from git once a task has its order. */
const withMemory = (adjustments: Past["adjustments"], command: GivenCommand): Past["adjustments"] => [
  ...adjustments.filter(
    ({ by, step, memory, site }) =>
      by !== command.by ||
      step !== command.step ||
      site !== command.site ||
      (memory ?? command.memory) !== command.memory,
  ),
  command,
];

/** Stopping is kept for the tasks that it still concerns: one that had just ended refuses a kill. Any other command ends. */
const withRefusal = (
  commands: readonly PendingCommand[],
  order: Pick<Order, "verb" | "task" | "command">,
): readonly PendingCommand[] => {
  const command = pendingFor(commands, order);
  if (order.verb !== "kill") return commands.filter((one) => one !== command);
  const last = command?.sent.findLast(({ task }) => task === order.task);
  if (last === undefined) return commands;
  return commands.map((one) => (one === command ? { ...one, refused: [...one.refused, last] } : one));
};
