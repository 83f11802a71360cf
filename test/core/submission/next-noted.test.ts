import { expect, test } from "vitest";
import type { SubmissionEvent } from "../../../action/core/ledger/event.ts";
import { decideAll } from "../../../action/core/submission/decide-all.ts";
import type { Observation } from "../../../action/core/submission/observation.ts";
import type { SubmissionState } from "../../../action/core/submission/state.ts";
import { aSubmission, byPerson, context, foldOf, pastOf } from "./a-submission.ts";

const eventsOf = (state: SubmissionState, ...seen: readonly Observation[]): readonly SubmissionEvent[] =>
  decideAll(state, seen, context).events;

test("A submission that waits for its turn says so once, and again when it waits for something else", () => {
  const two: Observation = { kind: "queued", why: { atMost: 2 } };
  const three: Observation = { kind: "queued", why: { atMost: 3 } };

  expect(eventsOf(aSubmission("intended"), two, two, three)).toEqual([
    { event: "queued", atMost: 2 },
    { event: "queued", atMost: 3 },
  ]);
  expect(eventsOf(aSubmission("held"), two)).toEqual([]);
});

const killed = decideAll(aSubmission("running"), [byPerson("kill")], context).state;
const order = { verb: "kill", task: 1, attemptNr: 0, command: "c1" } as const;

test("An order is written before it is sent, and what PanDA refuses of it behind", () => {
  const refused: Observation = { kind: "order-refused", order, reason: "no" };

  expect(eventsOf(killed, { kind: "order-due", order }, refused)).toEqual([
    { event: "commanding", ...order },
    { event: "order-refused", verb: "kill", task: 1, command: "c1", reason: "no" },
  ]);
  expect(eventsOf(aSubmission("running"), { kind: "order-due", order })).toEqual([]);
});

test("A command ends once, whether it is done or GitHub does not confirm it", () => {
  const done: Observation = { kind: "command-done", id: "c1" };
  const unconfirmed: Observation = { kind: "command-unconfirmed", id: "c1", reason: "there is no comment c1" };

  expect(eventsOf(killed, done, done, unconfirmed)).toEqual([{ event: "completed", id: "c1" }]);
  expect(eventsOf(killed, unconfirmed, done)).toEqual([
    { event: "command-rejected", id: "c1", reason: "there is no comment c1" },
  ]);
});

test("A tag that the remote refuses holds a submission, and uses up the words that led there", () => {
  const held = foldOf([...pastOf("held")]);
  const asked = decideAll(held, [byPerson("submit"), { kind: "ready" }], context).state;
  const refused: Observation = { kind: "tag-refused", reason: "no such tag" };

  expect(asked.kind).toBe("intended");
  expect(eventsOf(asked, refused)).toEqual([{ event: "held", reason: "no such tag", spent: ["c1"] }]);
  expect(eventsOf(aSubmission("checked"), refused)).toEqual([{ event: "held", reason: "no such tag" }]);
});
