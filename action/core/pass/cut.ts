import { compareText } from "../problems/problem.ts";
import { type Cost, isPayable, minus } from "./cost.ts";

/** What a pass does, in the order in which its waiting hurts: an order that stops something first. */
export const workKinds = ["stop", "follow", "tell", "enter", "submit"] as const;
export type WorkKind = (typeof workKinds)[number];

/** Something that is done whole or not at all. */
export type Work = {
  readonly kind: WorkKind;
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
