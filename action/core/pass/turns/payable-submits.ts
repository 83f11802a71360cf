import { type Cost, costs, noCost, plus, sumOf, type Work } from "../cost.ts";
import type { Planning } from "../planned.ts";
import type { Sendable } from "./take-turns.ts";

type SendableOne = { readonly state: Sendable };

/** So many submissions share their commits, and their doubt when a process dies. */
export const waveSize = 8;
/** So many waves share the pushes of their tags, and the last commit with answers. */
export const wavesTogether = 16;
/** Those that are asked for while the first is under way go together. */
export const pushesOfTags = 2;

/** Where the pass stands. The first wave goes alone. */
export type Waves =
  | { readonly kind: "before-the-first"; readonly pushes: number }
  /** So many of the next submissions have their tags: what GitHub says of their merges is known. */
  | { readonly kind: "begun"; readonly tagged: number };

/**
 * The first of them, in their turn, as many as the pass can still pay. Merges are asked about on GitHub, each once. Of the
 * others people are told that they wait.
 */
export async function payableSubmits<T extends SendableOne>(
  { payable }: Pick<Planning, "payable">,
  ones: readonly T[],
  waves: Waves,
): Promise<readonly T[]> {
  if (ones.length === 0) return ones;
  const before = { ...noCost, pushes: waves.kind === "begun" ? 0 : waves.pushes };
  const kept = plus(plus(costs.report, costs.comment), before);
  // What comes behind the first that waits in its wave would cost no push, and waits too.
  return ones.slice(0, (await payable(worksOf(ones, waves), "submission", kept, true)).length);
}

const worksOf = (ones: readonly SendableOne[], waves: Waves): readonly Work[] => {
  const asked = new Set<string>();
  const tagged = waves.kind === "begun" ? waves.tagged : 0;
  return ones.map(({ state: { intent } }, at) => {
    const own = { ...costs.submission, pushes: pushesAt(at, waves) };
    const isAsked = at < tagged || asked.has(intent.commit);
    const cost = isAsked ? own : plus(own, costs.readMerge);
    asked.add(intent.commit);
    return { kind: "submit", cost, lastDone: undefined };
  });
};

/** What a submission at this place costs that begins a wave, and waves that go together. */
const pushesAt = (at: number, waves: Waves): number => {
  const isFirst = waves.kind === "before-the-first";
  const tagged = isFirst ? 0 : waves.tagged;
  const claims = at % waveSize === 0 ? 2 : 0;
  const tags = at >= tagged && (at - tagged) % (waveSize * wavesTogether) === 0 ? pushesOfTags : 0;
  const answers = at === 0 || tags > 0 || (isFirst && at === waveSize) ? 1 : 0;
  return claims + tags + answers;
};

export const costOfSubmits = (ones: readonly SendableOne[]): Cost => sumOf(ones.map(() => costs.submission));
