import { describe, expect, test } from "vitest";
import { parseCommand } from "../../../action/core/command/parse-command.ts";
import type { SubmissionEvent } from "../../../action/core/ledger/event.ts";
import { commandsNow } from "../../../action/core/submission/commands-now.ts";
import { applyEvent } from "../../../action/core/submission/fold.ts";
import { next } from "../../../action/core/submission/next.ts";
import type { SubmissionState } from "../../../action/core/submission/state.ts";
import { asksPerson, needsPerson } from "../../../action/core/submission/ways-out.ts";
import { aSubmission, aTask, at, context, foldOf, pastOf, stateKinds } from "./a-submission.ts";

const target = "sP26a-toy@1.0.0";
const leftMain: SubmissionEvent = { event: "left-main", reason: "reverted" };
const failedBeside = (status: string): SubmissionEvent => ({
  event: "seen",
  verdict: "failed",
  tasks: [aTask("simulate", "failed"), aTask("merge", status)],
});

/** All in which a person is asked: each state that says so, what left main, and a failure beside a task that runs. */
const asking: readonly (readonly [string, SubmissionState])[] = [
  ...stateKinds.filter(needsPerson).map((kind) => [kind, aSubmission(kind)] as const),
  ...(["checking", "submitting", "in-doubt", "submitted", "running", "duplicate-suspected"] as const).map(
    (kind) => [`${kind}, not on main any more`, foldOf([...pastOf(kind), leftMain])] as const,
  ),
  ["failed while another task runs", foldOf([...pastOf("submitted"), failedBeside("running")])],
  ["failed while another task waits for it", foldOf([...pastOf("submitted"), failedBeside("pending")])],
];

/** What a line makes of a state, as the command flow records it; `undefined`: it is refused. */
const say = (state: SubmissionState, line: string): SubmissionState | undefined => {
  const command = parseCommand(line);
  if (command.kind !== "command") throw new Error(`${line}: ${command.kind}`);
  const { verb, reason, data, site } = command;
  const said = { verb, reason, by: "ada", id: "c1", ...(data && { data }), ...(site && { site }) };
  const { events, refusal } = next(state, { kind: "person", ...said }, context);
  if (refusal !== undefined || events.length === 0) return undefined;
  return events.reduce((before, event) => applyEvent(before, event, at("12:00")), state);
};

describe.each(asking)("%s", (_, state) => {
  const lines = commandsNow(state, target).map(({ line }) => line);

  test("asks a person, and every command that is printed for it is accepted", () => {
    expect(asksPerson(state)).toBe(true);
    expect(lines).not.toEqual([]);
    expect(lines.filter((line) => say(state, line) === undefined)).toEqual([]);
  });

  test("ends by one of them", () => {
    const after = lines.map((line) => say(state, line));

    expect(after.some((one) => one !== undefined && !asksPerson(one))).toBe(true);
  });
});

test.each(stateKinds)("%s: every command that is printed for it is accepted", (kind) => {
  const state = aSubmission(kind);

  const lines = commandsNow(state, target).map(({ line }) => line);

  expect(lines.filter((line) => say(state, line) === undefined)).toEqual([]);
});
