import { expect, test } from "vitest";
import type { CommandAsked } from "../../../action/core/command/parse-command.ts";
import type { GivenCommand, SubmissionEvent } from "../../../action/core/ledger/event.ts";
import { givenCommands, meansRun, saysCommand } from "../../../action/core/submission/given-commands.ts";
import { aSubmission, foldOf, pastOf } from "./a-submission.ts";

const said = (verb: "kill" | "retry" | "move" | "withdraw" | "submit" | "adopt", id: string, more = {}) =>
  ({ event: "person", verb, by: "ada", id, reason: "because", ...more }) satisfies SubmissionEvent;
const commands = (...events: readonly SubmissionEvent[]) => givenCommands(foldOf([...pastOf("running"), ...events]));

test("The commands of a submission are those under way and those that need no order, as written", () => {
  expect(givenCommands(aSubmission("skipped"))).toEqual([]);
  expect(givenCommands(aSubmission("running"))).toEqual([]);
  expect(
    commands(
      said("move", "m", { site: "B" }),
      said("retry", "r", { memory: 4000, step: "merge" }),
      said("submit", "s"),
    ),
  ).toMatchObject([
    { verb: "move", by: "ada", id: "m", site: "B" },
    { verb: "retry", by: "ada", id: "r", step: "merge", memory: 4000 },
    { verb: "submit", by: "ada", id: "s" },
  ]);
  expect(commands(said("kill", "k"))).toMatchObject([{ verb: "kill", by: "ada", id: "k" }]);
});

test("A withdrawal counts as a kill and stays recorded as withdraw; an adoption names its request", () => {
  expect(commands(said("withdraw", "w", { data: "drop" }))).toEqual([
    { verb: "withdraw", by: "ada", id: "w", data: "drop", reason: "because" },
    { verb: "withdraw", by: "ada", id: "w", data: "drop", reason: "because" },
  ]);
  expect(commands(said("adopt", "a", { request: 9 }))).toMatchObject([
    { verb: "adopt", by: "ada", id: "a", request: 9 },
  ]);
});

type Of = Parameters<typeof saysCommand>[2];
const of: Of = { tag: "sP26a-toy", version: "1.0.0", run: undefined, pullRequest: 7 };
const target = { production: "sP26a-toy", version: "1.0.0", step: undefined };
const asked = (change: Partial<CommandAsked> = {}): CommandAsked => ({ verb: "retry", target, reason: "", ...change });
const order: GivenCommand = { verb: "retry", by: "ada", id: "r", reason: "" };

const row = (says: boolean, name: string, command: CommandAsked, given = order, here = of, saidIn?: number) =>
  [name, says, command, given, here, saidIn] as const;

test.each([
  row(true, "the same words", asked()),
  row(false, "another verb", asked({ verb: "kill" })),
  row(false, "another production", asked({ target: { ...target, production: "sP26a-other" } })),
  row(false, "another version", asked({ target: { ...target, version: "1.1.0" } })),
  row(true, "any version", asked({ target: { ...target, version: undefined } })),
  row(false, "another step", asked({ target: { ...target, step: "merge" } })),
  row(true, "its step", asked({ target: { ...target, step: "merge" } }), { ...order, step: "merge" }),
  row(false, "other memory", asked({ memory: 4000 }), { ...order, memory: 8000 }),
  row(true, "its memory", asked({ memory: 4000 }), { ...order, memory: 4000 }),
  row(false, "another site", asked({ site: "A" }), { ...order, site: "B" }),
  row(true, "its site", asked({ site: "B" }), { ...order, site: "B" }),
  row(false, "another request", asked({ verb: "adopt", request: 8 }), { ...order, verb: "adopt", request: 9 }),
  row(true, "its request", asked({ verb: "adopt", request: 9 }), { ...order, verb: "adopt", request: 9 }),
  row(false, "other data", asked({ verb: "withdraw", data: "keep" }), { ...order, verb: "withdraw", data: "drop" }),
  row(true, "its data", asked({ verb: "withdraw", data: "drop" }), { ...order, verb: "withdraw", data: "drop" }),
  row(true, "the kill of a withdrawal", asked({ verb: "withdraw", data: "drop" }), { ...order, verb: "withdraw" }),
  row(true, "data with a verb that has none", asked({ data: "drop" }), { ...order, data: "keep" }),
  row(false, "the first run, if none is named", asked(), order, { ...of, run: 3 }),
  row(true, "its run", asked({ target: { ...target, run: 3 } }), order, { ...of, run: 3 }),
  row(false, "another run", asked({ target: { ...target, run: 2 } }), order, { ...of, run: 3 }),
  row(true, "all runs", asked({ target: { ...target, run: "all" } }), order, { ...of, run: 3 }),
  row(
    true,
    "no production, in its pull request",
    asked({ target: { ...target, production: undefined } }),
    order,
    of,
    7,
  ),
  row(false, "no production, in another", asked({ target: { ...target, production: undefined } }), order, of, 8),
  row(false, "no production, nowhere", asked({ target: { ...target, production: undefined } })),
  row(
    true,
    "no production, in the pull request of all its runs",
    asked({ target: { ...target, production: undefined } }),
    order,
    { ...of, run: 3 },
    7,
  ),
])("Whether an order is the same as a person's command is %s: %s", (_, says, command, given, here, saidIn) => {
  expect(saysCommand(command, given, here, saidIn)).toBe(says);
});

test("An order on the ledger without a run is for a submission without one, and an order for all runs is for each", () => {
  expect([meansRun({}, undefined), meansRun({}, 1), meansRun({ run: 1 }, 1), meansRun({ run: 1 }, 2)]).toEqual([
    true,
    false,
    true,
    false,
  ]);
  expect(meansRun({ run: "all" }, 2)).toBe(true);
});
