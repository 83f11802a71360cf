/** The most that something takes of what a pass has. Pushes are those of git; seconds, those of the pass. */
export type Cost = {
  readonly calls: number;
  /** Comments and other content, which GitHub counts beside calls. */
  readonly writes: number;
  readonly pushes: number;
  readonly panda: number;
  readonly seconds: number;
};

export const nothing: Cost = { calls: 0, writes: 0, pushes: 0, panda: 0, seconds: 0 };

export const sumOf = (costs: readonly Cost[]): Cost => costs.reduce(plus, nothing);

export const plus = (a: Cost, b: Cost): Cost => ({
  calls: a.calls + b.calls,
  writes: a.writes + b.writes,
  pushes: a.pushes + b.pushes,
  panda: a.panda + b.panda,
  seconds: a.seconds + b.seconds,
});

export const minus = (a: Cost, b: Cost): Cost => ({
  calls: a.calls - b.calls,
  writes: a.writes - b.writes,
  pushes: a.pushes - b.pushes,
  panda: a.panda - b.panda,
  seconds: a.seconds - b.seconds,
});

export const fits = (cost: Cost, left: Cost): boolean => shortOf(cost, left) === undefined;

/** What there is too little of; nothing is lacking of what is not needed. */
export const shortOf = (cost: Cost, left: Cost): keyof Cost | undefined =>
  resources.find((one) => cost[one] > 0 && cost[one] > left[one]);

const resources = ["calls", "writes", "pushes", "panda", "seconds"] as const satisfies readonly (keyof Cost)[];

/**
 * Measured in the sandboxes, and rounded up: a list on several pages, or a person met for the first time, takes a call
 * more. Seconds are those of a slow machine, beside the pages of a large ledger.
 */
export const costs = {
  /** Its pull request, reviews, commits, pushes and a permission; the one commit that all share is a pass's own. */
  readMerge: { ...nothing, calls: 5, seconds: 0.5 },
  /** The comment behind an order, its editor, and a permission. */
  verifyOrder: { ...nothing, calls: 3, panda: 1, seconds: 2 },
  /** The list of its comments; its status, the head of its plan and a call. */
  comment: { ...nothing, calls: 4, writes: 3, seconds: 3 },
  /** A look by name at the tasks of one submission. */
  look: { ...nothing, panda: 8, seconds: 0.5 },
  /** Eight submissions, each with its archive, look, check and call; main's merges are read again (ADR 39). */
  wave: { ...nothing, calls: 5, pushes: 4, panda: 80, seconds: 20 },
  /** The pinned issue is read and written, and the ledger is read to its end. */
  report: { ...nothing, calls: 3, writes: 2, seconds: 60 },
} as const satisfies Readonly<Record<string, Cost>>;
