import { compareText } from "../problems/problem.ts";

/** The most that something takes of what a pass has. Pushes are those of git; seconds, those of the pass. */
export type Cost = {
  readonly calls: number;
  /** Points of GitHub's GraphQL, which it counts by themselves. */
  readonly queries: number;
  /** Comments and other content, which GitHub counts besides calls. */
  readonly writes: number;
  readonly pushes: number;
  readonly panda: number;
  readonly seconds: number;
};

export const noCost: Cost = { calls: 0, queries: 0, writes: 0, pushes: 0, panda: 0, seconds: 0 };

export const sumOf = (costs: readonly Cost[]): Cost => costs.reduce(plus, noCost);

export const plus = (a: Cost, b: Cost): Cost => ({
  calls: a.calls + b.calls,
  queries: a.queries + b.queries,
  writes: a.writes + b.writes,
  pushes: a.pushes + b.pushes,
  panda: a.panda + b.panda,
  seconds: a.seconds + b.seconds,
});

export const minus = (a: Cost, b: Cost): Cost => ({
  calls: a.calls - b.calls,
  queries: a.queries - b.queries,
  writes: a.writes - b.writes,
  pushes: a.pushes - b.pushes,
  panda: a.panda - b.panda,
  seconds: a.seconds - b.seconds,
});

export const isPayable = (cost: Cost, left: Cost): boolean => shortOf(cost, left) === undefined;

/** What there is too little of; nothing is lacking of what is not needed. */
export const shortOf = (cost: Cost, left: Cost): keyof Cost | undefined =>
  resources.find((one) => cost[one] > 0 && cost[one] > left[one]);

const resources = [
  "calls",
  "queries",
  "writes",
  "pushes",
  "panda",
  "seconds",
] as const satisfies readonly (keyof Cost)[];

/**
 * Measured in the sandboxes, and rounded up: a list on several pages, or a person met for the first time, takes a call
 * more. Seconds are few, because they do no more than spread a pass: what lasts longer ends behind its end.
 */
export const costs = {
  /** Its pull request, reviews, commits, pushes and a permission, and where a form made it the edits of the issue; the one commit that all share is a pass's own. */
  readMerge: { ...noCost, calls: 5, queries: 1, seconds: 0.5 },
  /** The comment behind an order, its editor, and a permission. */
  verifyOrder: { ...noCost, calls: 2, queries: 1, panda: 1, seconds: 2 },
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
  report: { ...noCost, calls: 4, queries: 1, writes: 2 },
} as const satisfies Readonly<Record<string, Cost>>;

/** What a pass does, in the order in which its waiting hurts: an order that stops something first. */
export const workKinds = ["stop", "follow", "tell", "enter", "submit"] as const;

/** Something that is done whole or not at all. */
export type Work = {
  readonly kind: (typeof workKinds)[number];
  readonly cost: Cost;
  /** When it was done last, as ISO text; `undefined`: never. */
  readonly lastDone: string | undefined;
};

/**
 * The longest part of the work that can be paid: one of each kind, then by what hurts most, and within a kind what waits
 * longest. Behind the first order that stops something, the first of the others is what waits longest of all: so nothing
 * that a pass could pay waits for ever. What is kept for the report is not in `left`. Both parts keep the order given.
 * `inOrder`: behind the first that cannot be paid nothing is done, however cheap.
 */
export const cutToBudget = <T extends Work>(
  works: readonly T[],
  left: Cost,
  inOrder = false,
): { readonly now: readonly T[]; readonly later: readonly T[] } => {
  const sorted = works.toSorted(byHurt);
  const heads = workKinds
    .flatMap((kind) => sorted.find((work) => work.kind === kind) ?? [])
    .toSorted((a, b) => Number(b.kind === "stop") - Number(a.kind === "stop") || byWaiting(a, b));
  const paid = new Set<T>();
  let rest = left;
  for (const work of new Set([...heads, ...sorted])) {
    if (!isPayable(work.cost, rest)) {
      if (inOrder) break;
      continue;
    }
    paid.add(work);
    rest = minus(rest, work.cost);
  }
  return { now: works.filter((work) => paid.has(work)), later: works.filter((work) => !paid.has(work)) };
};

const byHurt = (a: Work, b: Work): number => workKinds.indexOf(a.kind) - workKinds.indexOf(b.kind) || byWaiting(a, b);

const byWaiting = (a: Work, b: Work): number => compareText(a.lastDone ?? "", b.lastDone ?? "");
