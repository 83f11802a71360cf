import { expect, test } from "vitest";
import { rulesOf, withPolicy } from "../../core/policy/some-rules.ts";
import { aDesk } from "../a-desk.ts";
import { fakeClock } from "../reconcile/a-world.ts";

const day = (days: number): string => {
  const now = fakeClock().port.now().getTime();
  return `${new Date(now + days * 24 * 60 * 60 * 1000).toISOString().slice(0, 16)}Z`;
};
const freezeUntil = (days: number): string => `/shrek freeze until=${day(days)} reason="it moves"`;

test("A freeze is recorded with who, why and until when, on any pull request, and its answer says what holds", async () => {
  const desk = aDesk();

  expect(await desk.say(1, freezeUntil(2))).toEqual({ kind: "answered" });
  expect((await desk.ledger.head()).frozen).toMatchObject({ until: day(2), reason: "it moves", by: "ada", id: "1" });
  expect(desk.shown.at(-1)).toBe(
    `Nothing new is submitted before ${day(2).replace("T", " ").replace("Z", " UTC")}; what runs goes on. Only the date ends it.`,
  );
});

test("A freeze that ends no later than the one that holds is refused, and a longer one is recorded", async () => {
  const desk = aDesk();
  await desk.say(1, freezeUntil(2));
  for (const days of [1, 2])
    expect(await desk.say(2, freezeUntil(days), { by: "bob" })).toMatchObject({
      reason: expect.stringMatching(/^ada froze submissions until .* already\. A freeze ends at its date; no command/),
    });
  expect((await desk.ledger.head()).frozen).toMatchObject({ until: day(2), by: "ada" });

  await desk.say(3, freezeUntil(3), { by: "bob" });
  expect((await desk.ledger.head()).frozen).toMatchObject({ until: day(3), by: "bob" });
});

test.each([
  [-1, "is over: until= takes a time to come"],
  [0, "is over"],
  [7, undefined],
  [7.01, "freeze holds for at most 7 days. For a longer one merge `freeze` into productions/conventions.yaml"],
])("A freeze for %s days is answered with %s", async (days, reason) => {
  const desk = aDesk();
  const said = await desk.say(1, freezeUntil(days));

  expect("reason" in said ? said.reason : undefined).toEqual(reason && expect.stringContaining(reason));
  expect((await desk.ledger.head()).frozen === undefined).toBe(reason !== undefined);
});

test("Nobody freezes submissions whom the policy furthest up does not name", async () => {
  const desk = aDesk(rulesOf({ "productions/conventions.yaml": withPolicy('{ commands: { freeze: ["@bob"] } }') }));

  expect(await desk.say(1, freezeUntil(2))).toMatchObject({ reason: expect.stringContaining("freeze is for @bob") });
  expect((await desk.ledger.head()).frozen).toBeUndefined();
  expect(await desk.say(2, freezeUntil(2), { by: "bob" })).toEqual({ kind: "answered" });
});

test("A form that selects freezes nothing", async () => {
  const desk = aDesk();

  expect(await desk.form(freezeUntil(2), { states: ["intended"] })).toMatchObject({
    reason: expect.stringContaining("leave the fields that select empty"),
  });
  expect((await desk.ledger.head()).frozen).toBeUndefined();
});
