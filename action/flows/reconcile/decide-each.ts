import type { SubmissionKey } from "../../core/ledger/event.ts";
import { type Asking, all, orFailed } from "../../core/pass/asking.ts";
import { describeError, Failure } from "../../core/problems/failure.ts";
import { type Gathering, run } from "./gather.ts";
import type { Pass } from "./pass.ts";

/**
 * Decisions about several, side by side: what came of those that neither failed nor had nothing to give. A Failure is
 * that submission's trouble, and holds up no other.
 */
export const decideEach = async <T extends { readonly key: SubmissionKey }, R>(
  pass: Pick<Pass, "gathering" | "trouble">,
  ones: readonly T[],
  decide: (one: T) => Asking<R | undefined>,
  gathering: Gathering = pass.gathering,
): Promise<readonly R[]> => {
  const results = await run({ gathering }, all(ones.map((one) => orFailed(decide(one)))));
  return ones.flatMap(({ key }, at) => {
    const result = results[at];
    if (!(result instanceof Failure)) return result === undefined ? [] : [result];
    pass.trouble(key, describeError(result));
    return [];
  });
};
