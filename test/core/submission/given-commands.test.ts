import { expect, test } from "vitest";
import type { CommandAsked } from "../../../action/core/command/parse-command.ts";
import type { GivenCommand, SubmissionEvent } from "../../../action/core/ledger/event.ts";
import { givenCommands, meansRun, saysCommand } from "../../../action/core/submission/given-commands.ts";
import { aSubmission, foldOf, pastOf } from "./a-submission.ts";

const said = (verb: GivenCommand["verb"], id: string, more = {}) =>
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

test("A word on data counts until it is confirmed, and what ends rules until they have ended", () => {
  const [bad, expire] = [said("declare", "d", { quality: "bad" }), said("expire", "e")];
  const ids = (...events: readonly SubmissionEvent[]) => commands(...events).map(({ verb, id }) => `${verb} ${id}`);

  expect(ids(bad, said("adopt", "a"), expire, said("withdraw", "w"), said("submit", "s"))).toEqual([
    ...["withdraw w", "submit s", "withdraw w", "adopt a", "expire e", "declare d"],
  ]);
  expect(commands(bad)).toEqual([
    { verb: "declare", by: "ada", id: "d", reason: "because", step: undefined, quality: "bad" },
  ]);
  expect(ids(bad, { event: "declared", id: "d", saidOn: "2026-03-01T10:00:00Z" })).toEqual([]);
  expect(ids(expire, { event: "expired", id: "e", dids: [] })).toEqual([]);
});

test("A retry that the request gives is no person's command", () => {
  const found = { step: "merge", task: 2, attemptNr: 1, lastJob: 9, outOfMemory: 3, memory: 4000 };

  expect(commands({ event: "diagnosed", ...found })).toEqual([]);
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
  row(false, "another quality", asked({ verb: "declare", quality: "bad" }), {
    ...{ ...order, verb: "declare", quality: "good" },
  }),
  row(false, "other data", asked({ verb: "expire", dids: "a:b" }), { ...order, verb: "expire", dids: "a:c" }),
  row(false, "another request", asked({ verb: "adopt", request: 8 }), { ...order, verb: "adopt", request: 9 }),
  row(true, "its request", asked({ verb: "adopt", request: 9 }), { ...order, verb: "adopt", request: 9 }),
  row(false, "other data", asked({ verb: "withdraw", data: "keep" }), { ...order, verb: "withdraw", data: "drop" }),
  row(true, "its data", asked({ verb: "withdraw", data: "drop" }), { ...order, verb: "withdraw", data: "drop" }),
  row(true, "the kill of a withdrawal", asked({ verb: "withdraw", data: "drop" }), { ...order, verb: "withdraw" }),
  row(false, "data of another word, with a verb that has none", asked({ data: "drop" }), { ...order, data: "keep" }),
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
