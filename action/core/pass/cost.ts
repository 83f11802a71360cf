/** The most that something takes of what a pass has. Pushes are those of git; seconds, those of the pass. */
export type Cost = {
  readonly calls: number;
  /** Comments and other content, which GitHub counts beside calls. */
  readonly writes: number;
  readonly pushes: number;
  readonly panda: number;
  readonly seconds: number;
};

export const noCost: Cost = { calls: 0, writes: 0, pushes: 0, panda: 0, seconds: 0 };

export const sumOf = (costs: readonly Cost[]): Cost => costs.reduce(plus, noCost);

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

export const isPayable = (cost: Cost, left: Cost): boolean => shortOf(cost, left) === undefined;

/** What there is too little of; nothing is lacking of what is not needed. */
export const shortOf = (cost: Cost, left: Cost): keyof Cost | undefined =>
  resources.find((one) => cost[one] > 0 && cost[one] > left[one]);

const resources = ["calls", "writes", "pushes", "panda", "seconds"] as const satisfies readonly (keyof Cost)[];

/**
 * Measured in the sandboxes, and rounded up: a list on several pages, or a person met for the first time, takes a call
 * more. Seconds are few, because they do no more than spread a pass: what lasts longer ends behind its end.
 */
export const costs = {
  /** Its pull request, reviews, commits, pushes and a permission; the one commit that all share is a pass's own. */
  readMerge: { ...noCost, calls: 5, seconds: 0.5 },
  /** The comment behind an order, its editor, and a permission. */
  verifyOrder: { ...noCost, calls: 3, panda: 1, seconds: 2 },
  /** Which pull request brought a commit. */
  findPull: { ...noCost, calls: 1 },
  /** The pinned issue, read and edited. */
  overview: { ...noCost, calls: 2, writes: 1 },
  /** The list of own issues, and one that is made. */
  askOwners: { ...noCost, calls: 3, writes: 1 },
  /** The list of its comments; its status, the head of its plan and a call. */
  comment: { ...noCost, calls: 4, writes: 3, seconds: 3 },
  /** A message to each channel, all at once; one that hangs is given up. */
  news: { ...noCost, seconds: 10 },
  /** A look by name at the tasks of one submission. */
  look: { ...noCost, panda: 8, seconds: 0.5 },
  /** Archive, look, check and call. The commits of its wave: `payable-submits.ts`. */
  submission: { ...noCost, panda: 10, seconds: 1 },
  /** The pinned issue, which may have to be made; seconds lie behind the end of a pass. */
  report: { ...noCost, calls: 4, writes: 2 },
} as const satisfies Readonly<Record<string, Cost>>;
