import type { Wait } from "../../../../action/core/pass/turns/turn.ts";
import { describeError, Failure } from "../../../../action/core/problems/failure.ts";

/** Of these, the keys that a gate lets go, what it holds back, and what it could not ask about. */
export const partedBy = (ones: readonly { readonly key: string }[], waits: readonly Wait[]) => ({
  go: ones.flatMap(({ key }) => (waits.some((one) => one.key === key) ? [] : [key])),
  held: waits.flatMap(({ key, why }) => (why instanceof Failure ? [] : [[key, why] as const])),
  troubles: waits.flatMap(({ key, why }) => (why instanceof Failure ? [`${key}: ${describeError(why)}`] : [])),
});
