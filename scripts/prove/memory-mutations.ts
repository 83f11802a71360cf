import type { ByStories, Mutation } from "./mutation.ts";

const [flows, submission] = ["action/flows/reconcile", "action/core/submission"];

/** Of orders to tasks, above all of the retry with more memory that a request orders by itself. */
export const memoryMutations: readonly (Mutation & ByStories)[] = [
  {
    name: "more memory is ordered than the request on main holds",
    edits: [
      {
        file: `${flows}/obey.ts`,
        from: "      ...(await unfoundedRetries(deriving, state, wishes.filter(isMemoryRetry))),\n",
        to: "",
      },
    ],
    breaks: "trust",
    theme: "memory",
    most: 600,
  },
  {
    name: "memory that was tried is tried again",
    edits: [
      {
        file: `${submission}/memory-retry.ts`,
        from: "(value) => value > tried)",
        to: "(value) => value >= tried - 1000)",
      },
    ],
    breaks: "ladder",
    theme: "memory",
    most: 1,
  },
  {
    name: "a task that a person stopped is retried with more memory",
    edits: [
      {
        file: `${submission}/memory-retry.ts`,
        from: "  !isPersons(past, task);",
        to: "  (task.id > 0 || !isPersons(past, task));",
      },
    ],
    breaks: "ladder",
    theme: "memory",
    most: 600,
  },
  {
    name: "an order is told before the ledger says so",
    edits: [
      {
        file: `${flows}/obey.ts`,
        from: "  const events: readonly KeyedEvent[] = [\n    ...found.flatMap(({ key, unfounded }) =>",
        to: "  await pass.each(given, (one) => give(pass, one));\n  const events: readonly KeyedEvent[] = [\n    ...found.flatMap(({ key, unfounded }) =>",
      },
    ],
    breaks: "rule 8",
    theme: "memory",
    most: 1,
  },
  {
    name: "an order that JEDI may be about to carry out is told again at once",
    edits: [
      {
        file: `${submission}/orders.ts`,
        from: '  return moved ? wish.verb === "retry" : !hasPassed(last.pandaDate, pandaDate, patience);',
        to: '  return moved && wish.verb === "retry";',
      },
    ],
    breaks: "rule 8",
    theme: "memory",
    most: 600,
  },
  {
    name: "failed jobs of one try are read in every pass",
    edits: [
      {
        file: `${submission}/memory-retry.ts`,
        from: "  !past.diagnosed.some(({ task: id, attemptNr }) => id === task.id && attemptNr >= (task.attemptNr ?? 0)) &&\n",
        to: "",
      },
    ],
    breaks: "liveness",
    theme: "memory",
    most: 600,
  },
];
