import { describe, expect, test } from "vitest";
import type { CommandAsked } from "../../../action/core/command/parse-command.ts";
import { verbNames } from "../../../action/core/command/verbs.ts";
import { submissionKey } from "../../../action/core/ledger/event.ts";
import { confirmationId, needsYes } from "../../../action/core/submission/confirmation.ts";
import { applyEvent } from "../../../action/core/submission/fold.ts";
import { aSubmission, aTask, at, foldOf, key, pastOf, stateKinds } from "./a-submission.ts";

const asked = (change: Partial<CommandAsked> = {}): CommandAsked => ({
  verb: "kill",
  target: { production: undefined, version: undefined, step: undefined },
  reason: "",
  ...change,
});
const running = aSubmission("running");

test("A command for several productions is always shown before its effect", () => {
  for (const verb of verbNames) expect(needsYes(asked({ verb }), [running, running])).toBe(true);
});

test("A command whose words mean several is shown before its effect, also where they mean one today", () => {
  const ofRuns = asked({ verb: "pause", target: { ...asked().target, production: "p", run: "all" } });

  expect(needsYes(ofRuns, [running])).toBe(true);
  expect(needsYes(asked({ verb: "pause" }), [running], true)).toBe(true);
  expect(needsYes(asked({ verb: "pause" }), [running])).toBe(false);
});

test("A kill and a trial of one production are always shown before their effect", () => {
  const shown = verbNames.filter((verb) => verb !== "withdraw" && needsYes(asked({ verb }), [running]));

  expect(shown).toEqual(["kill", "trial"]);
});

test("A withdrawal is shown before its effect where a task may run, now or late, or where data are dropped", () => {
  const shown = (data: "keep" | "drop") =>
    stateKinds.filter((kind) => needsYes(asked({ verb: "withdraw", data }), [aSubmission(kind)]));

  expect(shown("keep")).toEqual([
    ...["checking", "checked", "submitting", "not-sent", "in-doubt", "submitted", "running", "duplicate-suspected"],
  ]);
  expect(shown("drop")).toEqual(stateKinds);
  const tasks = [aTask("simulate", "failed"), aTask("merge", "running")];
  const failing = foldOf([...pastOf("submitted"), { event: "seen", verdict: "failed", tasks }]);
  expect(needsYes(asked({ verb: "withdraw", data: "keep" }), [failing])).toBe(true);
});

test("A withdrawal of what ended is shown before its effect where one of its tasks may run again", () => {
  const again = foldOf([
    ...pastOf("completed-partially"),
    { event: "person", verb: "retry", by: "ada", id: "c1", reason: "", step: "simulate" },
    { event: "commanding", verb: "retry", task: 1, attemptNr: 1, command: "c1" },
  ]);

  expect(needsYes(asked({ verb: "withdraw", data: "keep" }), [aSubmission("completed-partially")])).toBe(false);
  expect(needsYes(asked({ verb: "withdraw", data: "keep" }), [again])).toBe(true);
});

test("A withdrawal that answers a question after a revert on main is not shown again", () => {
  const questioned = applyEvent(running, { event: "left-main", reason: "reverted" }, at("11:00"));

  expect(needsYes(asked({ verb: "withdraw", data: "drop" }), [questioned])).toBe(false);
});

test("The id of a confirmation covers comment, command, productions and effect, and not the reason", () => {
  const here = [{ key, state: running }];
  const id = confirmationId("12", asked(), here);

  expect(id).toMatch(/^12-[0-9a-f]{8}$/);
  expect(confirmationId("12", asked({ reason: "why" }), here)).toBe(id);
  expect(confirmationId("12", asked(), [{ key, state: aSubmission("submitted") }])).toBe(id);
  const others = [
    confirmationId("12", asked(), [{ key, state: aSubmission("duplicate-suspected") }]),
    confirmationId("13", asked(), here),
    confirmationId("12", asked({ verb: "pause" }), here),
    confirmationId("12", asked({ target: { production: undefined, version: undefined, step: "merge" } }), here),
    confirmationId("12", asked({ data: "drop" }), here),
    confirmationId("12", asked({ memory: 4000 }), here),
    confirmationId("12", asked({ site: "A" }), here),
    confirmationId("12", asked({ request: 7 }), here),
    confirmationId("12", asked(), [...here, { key: submissionKey("sP26a-toy", "1.1.0", undefined), state: running }]),
  ];
  expect(new Set([id, ...others]).size).toBe(others.length + 1);
});

test("A command on a submission that may have run twice is shown before its effect, also when its tasks have ended", () => {
  const suspected = foldOf([
    ...pastOf("submitted"),
    { event: "seen", verdict: "done", tasks: [aTask("simulate", "done"), aTask("merge", "done")] },
    { event: "duplicate-suspected", reason: "x" },
  ]);

  expect(needsYes(asked({ verb: "withdraw", data: "keep" }), [suspected])).toBe(true);
});

describe("confirmation ids", () => {
  const [one, other] = [key, submissionKey("sP26a-toy", "1.1.0", undefined)];
  const standing = [{ key: one, state: running }];
  const all = asked({ target: { production: "sP26a-toy", version: "1.0.0", step: undefined, run: "all" } });

  test("A confirmation names the comment, and is another for another command, state or submission", () => {
    const id = confirmationId("12", asked(), standing);

    expect(id).toMatch(/^12-[0-9a-f]{8}$/);
    expect(confirmationId("12", asked(), [{ key: other, state: running }])).not.toBe(id);
    expect(confirmationId("12", asked(), [{ key: one, state: aSubmission("rejected") }])).not.toBe(id);
    expect(confirmationId("12", asked({ memory: 4000 }), standing)).not.toBe(id);
    expect(confirmationId("12", all, standing)).not.toBe(
      confirmationId("12", all, [...standing, { key: other, state: running }]),
    );
  });
});
