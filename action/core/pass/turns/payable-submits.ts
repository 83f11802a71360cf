import { type Asking, ask } from "../asking.ts";
import { type Cost, costs, plus, sumOf } from "../cost.ts";
import type { Sendable } from "./take-turns.ts";

type SendableOne = { readonly state: Sendable };

/**
 * The first of them, in their turn, as many as the pass can still pay. Merges are asked about on GitHub, each once. Of the
 * others people are told that they wait.
 */
export function* payableSubmits<T extends SendableOne>(ones: readonly T[]): Asking<readonly T[]> {
  if (ones.length === 0) return ones;
  const asked = new Set<string>();
  const works = ones.map(({ state: { intent } }) => {
    const cost = asked.has(intent.commit) ? costs.submission : plus(costs.submission, costs.readMerge);
    asked.add(intent.commit);
    return { kind: "submit", cost, lastDone: undefined } as const;
  });
  const kept = plus(costs.report, costs.comment);
  const paid = new Set<unknown>(yield* ask({ ask: "payable", works, noun: "submission", kept }));
  const first = works.findIndex((work) => !paid.has(work));
  return first < 0 ? ones : ones.slice(0, first);
}

export const costOfSubmits = (ones: readonly SendableOne[]): Cost => sumOf(ones.map(() => costs.submission));
