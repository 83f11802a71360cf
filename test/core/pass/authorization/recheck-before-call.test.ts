import { expect, test } from "vitest";
import { type SubmissionKey, submissionKey } from "../../../../action/core/ledger/event.ts";
import type { Authorization, OpenIntent } from "../../../../action/core/pass/authorization/authorization.ts";
import { recheckBeforeCall } from "../../../../action/core/pass/authorization/recheck-before-call.ts";
import { next } from "../../../../action/core/submission/next.ts";
import type { Observation } from "../../../../action/core/submission/observation.ts";
import { aRequest, valid } from "../../a-production.ts";
import { aSubmission, context, key } from "../../submission/a-submission.ts";
import { given } from "../answers.ts";

const open = (kind: "intended" | "held"): OpenIntent => {
  const state = aSubmission(kind);
  if (!("intent" in state) || !("past" in state)) throw new Error(state.kind);
  return state;
};
const recheck = (seen: Authorization, of: SubmissionKey = key, state = open("intended")) =>
  given({}, (reads) => recheckBeforeCall({ reads, context, authorize: async () => seen }, of, state));
const eventsOf = (seen: Observation, state = open("intended")) => next(state, seen, context).events;
const mayCall: Authorization = {
  ...{ kind: "may-call", head: "h", commit: "c", pullRequest: 7, approval: "ada" },
  ...valid(aRequest()),
};

test("A submission that main holds and people approved passes the check right before its call", async () => {
  expect(await recheck(mayCall)).toEqual({ events: eventsOf({ kind: "on-main" }), authorized: mayCall });
});

test.each<readonly [string, SubmissionKey]>([
  ["tag", submissionKey("sP26a-other", "1.0.0", undefined)],
  ["version", submissionKey("sP26a-toy", "1.0.1", undefined)],
  ["run", submissionKey("sP26a-toy", "1.0.0", 7)],
])("A promise in the file of another %s goes to a person, and nobody is asked about it", async (_, of) => {
  const { events, authorized } = await recheck(mayCall, of);

  expect(authorized).toBeUndefined();
  expect(events).toMatchObject([
    { event: "needs-person", reason: expect.stringContaining("holds an intent of sP26a-toy 1.0.0") },
  ]);
});

test.each<Extract<Authorization, { kind: "left-main" | "not-allowed" }>>([
  { kind: "left-main", reason: "main dropped it" },
  { kind: "not-allowed", reason: "nobody approved it" },
])("What may not be called follows what was seen: $kind", async (seen) => {
  expect(await recheck(seen)).toEqual({ events: eventsOf(seen), authorized: undefined });
  expect(eventsOf(seen)).toHaveLength(1);
});

test("A submission that earlier checks accepted and those of today refuse goes to a person", async () => {
  const { events, authorized } = await recheck({ kind: "refused", isNew: true });

  expect(authorized).toBeUndefined();
  expect(events).toEqual([{ event: "needs-person", reason: "the request does not pass the current checks any more" }]);
});

test.each<readonly [string | undefined, string]>([
  [undefined, "The request of sP26a-toy that main holds now is refused, so 1.0.0 is not submitted."],
  [
    "productions/x",
    "Nobody can read productions/x/production.yaml on main, which may be the request of sP26a-toy, so 1.0.0 is not submitted.",
  ],
])("A refused request in its place leaves the state as it is, and says how to go on", async (unreadable, message) => {
  const seen: Authorization = { kind: "refused", isNew: false, ...(unreadable === undefined ? {} : { unreadable }) };

  await expect(recheck(seen)).rejects.toThrow(
    expect.objectContaining({ message, wayOut: "Fix the request on main, or revert the change." }),
  );
});
