import { expect, test } from "vitest";
import type { CommandAsked } from "../../../action/core/command/parse-command.ts";
import { trialConfirmation, wantedOf } from "../../../action/core/submission/trial-confirmation.ts";

const target = { production: undefined, version: undefined, step: undefined };
const asked = (change: Partial<CommandAsked> = {}): CommandAsked => ({ verb: "trial", target, reason: "", ...change });
const of = { pullRequest: 7, head: "a".repeat(40) };

test("The settings of a trial order are recorded as given, and no others", () => {
  expect(wantedOf(asked())).toStrictEqual({});
  expect(wantedOf(asked({ target: { ...target, run: "all" } }))).toStrictEqual({});
  expect(
    wantedOf(
      asked({ target: { production: "sP26a-toy", version: undefined, step: "merge", run: 3 }, jobs: 2, events: 10 }),
    ),
  ).toStrictEqual({ production: "sP26a-toy", run: 3, jobs: 2, events: 10, step: "merge" });
});

test("The id of a trial confirmation covers comment, commit, pull request and settings, and not the reason", () => {
  const id = trialConfirmation("12", asked(), of);

  expect(id).toMatch(/^12-[0-9a-f]{16}$/);
  expect(trialConfirmation("12", asked({ reason: "why" }), of)).toBe(id);
  const others = [
    trialConfirmation("13", asked(), of),
    trialConfirmation("12", asked(), { ...of, pullRequest: 8 }),
    trialConfirmation("12", asked(), { ...of, head: "b".repeat(40) }),
    trialConfirmation("12", asked({ jobs: 2 }), of),
    trialConfirmation("12", asked({ events: 2 }), of),
    trialConfirmation("12", asked({ target: { ...target, step: "merge" } }), of),
  ];
  expect(new Set([id, ...others]).size).toBe(others.length + 1);
});
