import { expect, test } from "vitest";
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

test("several productions are always shown first", () => {
  for (const verb of verbNames) expect(needsYes(asked({ verb }), [running, running])).toBe(true);
});

test("of one production, a kill and a trial are always shown first", () => {
  const shown = verbNames.filter((verb) => verb !== "withdraw" && needsYes(asked({ verb }), [running]));

  expect(shown).toEqual(["kill", "trial"]);
});

test("a withdrawal is shown first where something may run, or where data are dropped", () => {
  const shown = (data: "keep" | "drop") =>
    stateKinds.filter((kind) => needsYes(asked({ verb: "withdraw", data }), [aSubmission(kind)]));

  expect(shown("keep")).toEqual(["submitting", "in-doubt", "submitted", "running", "duplicate-suspected"]);
  expect(shown("drop")).toEqual(stateKinds);
  const tasks = [aTask("simulate", "failed"), aTask("merge", "running")];
  const failing = foldOf([...pastOf("submitted"), { event: "seen", verdict: "failed", tasks }]);
  expect(needsYes(asked({ verb: "withdraw", data: "keep" }), [failing])).toBe(true);
});

test("a withdrawal that answers main's question is not shown again", () => {
  const questioned = applyEvent(running, { event: "left-main", reason: "reverted" }, at("11:00"));

  expect(needsYes(asked({ verb: "withdraw", data: "drop" }), [questioned])).toBe(false);
});

test("an id names the comment, the words, the productions and what it does there, and not the reason", () => {
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
    confirmationId("12", asked(), [...here, { key: submissionKey("sP26a-toy", "1.1.0", 0), state: running }]),
  ];
  expect(new Set([id, ...others]).size).toBe(others.length + 1);
});
