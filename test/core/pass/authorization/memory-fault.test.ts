import { expect, test } from "vitest";
import type { Authorization } from "../../../../action/core/pass/authorization/authorization.ts";
import { memoryFault } from "../../../../action/core/pass/authorization/memory-fault.ts";
import type { PendingCommand } from "../../../../action/core/submission/pending-command.ts";
import { aRequest, aStep, valid } from "../../a-production.ts";

const retry: PendingCommand = {
  ...{ verb: "retry", by: { policy: "retryMemory" }, id: "memory-1", step: "fit", memory: 4000 },
  ...{ only: undefined, sent: [], refused: [] },
};
const why = (reason: string): string => `a retry of step fit with 4000 MB is not obeyed: ${reason}`;

test("A retry with more memory uses the values of main's request of today for that step only", () => {
  const { production, content } = valid(
    aRequest({
      steps: { simulate: aStep({ memory: [2000, 6000] }), fit: aStep({ memory: [2000, 4000], out: ["f.tar"] }) },
    }),
  );
  const held: Authorization = {
    ...{ production, content, kind: "may-call", head: "h", commit: "c", pullRequest: 7, approval: "bob" },
  };

  expect(memoryFault(held, retry)).toBeUndefined();
  expect(memoryFault(held, { ...retry, step: "simulate" })).toContain("with 4000 MB is not obeyed: the request does");
  expect(memoryFault(held, { ...retry, step: "none" })).toContain("the request does not say so");
});

test.each<[Authorization, string]>([
  [{ kind: "replaced", by: "toy 2.0.0" }, "main holds another version by now"],
  [{ kind: "left-main", reason: "main does not hold it any more" }, "main does not hold it any more"],
  [{ kind: "not-allowed", reason: "its approval is gone" }, "its approval is gone"],
  [{ kind: "refused", isNew: false }, "the request on main is refused"],
])("A production that main does not hold with an approval is not retried with more memory", (derived, reason) => {
  expect(memoryFault(derived, retry)).toBe(why(reason));
});
