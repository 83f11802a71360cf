import { expect, test } from "vitest";
import type { SubmissionEvent } from "../../../action/core/ledger/event.ts";
import { decideAll } from "../../../action/core/submission/decide-all.ts";
import type { Observation } from "../../../action/core/submission/observation.ts";
import type { SubmissionState } from "../../../action/core/submission/state.ts";
import { anIntent, aSubmission, at, bothTasks, byPerson, context, foldOf, pastOf } from "./a-submission.ts";

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
  expect(eventsOf(aSubmission("checked"), two)).toEqual([{ event: "queued", atMost: 2 }]);
  expect(eventsOf({ kind: "none" }, two)).toEqual([]);
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
  expect(eventsOf(aSubmission("checked"), refused)).toEqual([]);
  const { command: _, ...unnamed } = order;
  expect(eventsOf(killed, { ...refused, order: unnamed })).toStrictEqual([
    { event: "order-refused", verb: "kill", task: 1, reason: "no" },
  ]);
});

test("A command ends once when it is done", () => {
  const done: Observation = { kind: "command-done", id: "c1" };

  expect(eventsOf(killed, done, done)).toEqual([{ event: "completed", id: "c1" }]);
  expect(eventsOf(killed, { kind: "command-done", id: "c2" })).toEqual([]);
});

test("A command to end data is refused once, and no other command is", () => {
  const kept = foldOf([
    ...pastOf("done"),
    { event: "person", verb: "expire", by: "bob", id: "c1", reason: "", dids: "0123456789ab" },
  ]);
  const refused: Observation = { kind: "expiry-refused", id: "c1", reason: "somebody reads them" };

  expect(eventsOf(kept, { ...refused, id: "c2" }, refused, refused)).toEqual([
    { event: "command-rejected", id: "c1", reason: "somebody reads them" },
  ]);
  expect(eventsOf(killed, refused)).toEqual([]);
});

test("A tag that the remote refuses holds a submission, and uses up the words that led there", () => {
  const held = foldOf([...pastOf("held")]);
  const asked = decideAll(held, [byPerson("submit"), { kind: "ready" }], context).state;
  const refused: Observation = { kind: "tag-refused", reason: "no such tag" };

  expect(asked.kind).toBe("intended");
  expect(eventsOf(asked, refused)).toEqual([{ event: "held", reason: "no such tag", spent: ["c1"] }]);
  expect(eventsOf(aSubmission("checked"), refused)).toEqual([{ event: "held", reason: "no such tag" }]);
});

test("Of a word on data it is written once that readers were told, and only of the one that was said", () => {
  const declared = (state: SubmissionState, id: string, step: string) =>
    decideAll(state, [byPerson("declare", { id, step, quality: "bad" })], context).state;
  const said = declared(declared(aSubmission("done"), "c1", "simulate"), "c2", "merge");
  const told: Observation = { kind: "declaration-told", id: "c1", saidOn: at("09:00") };

  expect(eventsOf(said, told, { ...told, saidOn: at("09:30") }, { ...told, id: "c3" })).toEqual([
    { event: "declared", id: "c1", saidOn: at("09:00") },
  ]);
  expect(eventsOf(aSubmission("done"), told)).toEqual([]);
});

test("A declaration about an input, and a new reader of the data, are written once, and not of a submission that is over", () => {
  const bad: Observation = {
    ...{ kind: "input-declared", input: { tag: "other", version: "1.0.0" } },
    ...{ quality: "bad", by: "bob", reason: "why" },
  };
  const { kind: _, ...said } = bad;
  const readBy = (tag: string): Observation => ({ kind: "read-by", tag, version: "1.0.0" });

  expect(eventsOf(aSubmission("running"), bad, bad, { ...bad, quality: "good" })).toEqual([
    { event: "input-declared", ...said },
    { event: "input-declared", ...said, quality: "good" },
  ]);
  expect(eventsOf(aSubmission("running"), readBy("a"), readBy("a"), readBy("b"))).toEqual([
    { event: "read-by", tag: "a", version: "1.0.0" },
    { event: "read-by", tag: "b", version: "1.0.0" },
  ]);
  expect(eventsOf(aSubmission("withdrawn"), bad, readBy("a"))).toEqual([]);
});

test("The end of each step is recorded only of a version that was submitted", () => {
  const recorded: Observation = { kind: "recorded", steps: [] };

  expect(eventsOf(aSubmission("done"), recorded)).toEqual([{ event: "recorded", steps: [] }]);
  expect(eventsOf(aSubmission("rejected"), recorded)).toEqual([]);
});

const dids = ["user.ada:out"];
const keeping = anIntent({ kept: { at: "A", copies: 1, keep: "2y", owner: "@ada" } });
const kept = foldOf([...pastOf("done", { intent: keeping }), { event: "kept", until: at("30:00"), dids }]);

test("A change of how long data are kept, or of their owner, is written once, and nothing where nobody keeps them", () => {
  const asks = (keep: string, owner: string): Observation => ({ kind: "keep-asked", keep, owner });

  expect(
    eventsOf(kept, asks("2y", "@ada"), asks("3y", "@ada"), asks("3y", "@ada"), asks("3y", "@bob"), asks("2y", "@ada")),
  ).toEqual([
    { event: "keep-asked", keep: "3y", owner: "@ada" },
    { event: "keep-asked", keep: "3y", owner: "@bob" },
    { event: "keep-asked", keep: "2y", owner: "@ada" },
  ]);
  expect(eventsOf(aSubmission("done"), asks("3y", "@ada"))).toEqual([]);
  expect(eventsOf({ kind: "none" }, asks("3y", "@ada"))).toEqual([]);
});

test("The fact that data are kept is written once, while rules were due", () => {
  const rules: Observation = { kind: "kept", until: null, dids };
  const ended = (intent = keeping) =>
    foldOf([...pastOf("submitted", { intent }), { event: "seen", verdict: "done", tasks: bothTasks("done") }]);
  const forEver = ended({ ...keeping, kept: { at: "A", copies: 1, keep: "forever", owner: "@ada" } });

  expect(eventsOf(forEver, rules, rules)).toEqual([{ event: "kept", until: null, dids }]);
  expect(eventsOf(ended(anIntent()), rules)).toEqual([]);
});

test("Rules end by a command of a person: what it ends is written once before, and once they are ended", () => {
  const expiring = ["c1", "c2"].reduce(
    (state, id) => decideAll(state, [byPerson("expire", { id })], context).state,
    kept,
  );
  const ends = (kind: "ending" | "expired", id: string): Observation => ({ kind, id, dids });

  expect(
    eventsOf(
      expiring,
      ...[ends("ending", "c1"), ends("ending", "c1"), ends("ending", "c2"), ends("ending", "c3")],
      ...[ends("expired", "c1"), ends("expired", "c1"), ends("ending", "c1")],
    ),
  ).toEqual([
    { event: "ending", id: "c1", dids },
    { event: "ending", id: "c2", dids },
    { event: "expired", id: "c1", dids },
  ]);
  expect(eventsOf(expiring, ends("expired", "c2"))).toEqual([{ event: "expired", id: "c2", dids }]);
  expect(eventsOf(kept, ends("ending", "c1"), ends("expired", "c1"))).toEqual([]);
});
