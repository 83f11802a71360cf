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
    `Nothing new is submitted before ${day(2).replace("T", " ").replace("Z", " UTC")}; what runs goes on. \`/shrek unfreeze\` ends it earlier.`,
  );
});

test("A freeze that ends no later than the one that holds is refused, and a longer one is recorded", async () => {
  const desk = aDesk();
  await desk.say(1, freezeUntil(2));
  for (const days of [1, 2])
    expect(await desk.say(2, freezeUntil(days), { by: "bob" })).toMatchObject({
      reason: expect.stringMatching(
        /^ada froze submissions until .* already\. To end that earlier, say `\/shrek unfreeze` first\.$/,
      ),
    });
  expect((await desk.ledger.head()).frozen).toMatchObject({ until: day(2), by: "ada" });

  await desk.say(3, freezeUntil(3), { by: "bob" });
  expect((await desk.ledger.head()).frozen).toMatchObject({ until: day(3), by: "bob" });
});

test.each([-1, 0])("A freeze until %s days from now is refused, as it is over", async (days) => {
  const desk = aDesk();

  expect(await desk.say(1, freezeUntil(days))).toMatchObject({ reason: expect.stringContaining("is over") });
  expect((await desk.ledger.head()).frozen).toBeUndefined();
});

test("An unfreeze is recorded with who said it, and the next freeze may end earlier", async () => {
  const desk = aDesk();
  await desk.say(1, freezeUntil(2));

  expect(await desk.say(2, "/shrek unfreeze", { by: "bob" })).toEqual({ kind: "answered" });
  expect((await desk.ledger.head()).frozen).toBeUndefined();
  expect(desk.shown.at(-1)).toBe(
    "The freeze has ended: what waits for it is submitted by the next pass. A freeze of the conventions stays.",
  );

  expect(await desk.say(3, freezeUntil(1))).toEqual({ kind: "answered" });
  expect((await desk.ledger.head()).frozen).toMatchObject({ until: day(1) });
});

test("An unfreeze is refused where no command freezes submissions, also a second one", async () => {
  const desk = aDesk();
  const none = {
    reason: expect.stringMatching(/^No command freezes submissions now\. A freeze of the conventions goes/),
  };

  expect(await desk.say(1, "/shrek unfreeze")).toMatchObject(none);
  await desk.say(2, freezeUntil(2));
  await desk.say(3, "/shrek unfreeze");
  expect(await desk.say(4, "/shrek unfreeze")).toMatchObject(none);
  expect((await desk.ledger.head()).frozen).toBeUndefined();
});

test("A person whom the policy furthest up does not name can neither freeze nor unfreeze submissions", async () => {
  const policy = '{ commands: { freeze: ["@bob"], unfreeze: ["@bob"] } }';
  const desk = aDesk(rulesOf({ "productions/conventions.yaml": withPolicy(policy) }));

  expect(await desk.say(1, freezeUntil(2))).toMatchObject({ reason: expect.stringContaining("freeze is for @bob") });
  expect((await desk.ledger.head()).frozen).toBeUndefined();
  expect(await desk.say(2, freezeUntil(2), { by: "bob" })).toEqual({ kind: "answered" });
  expect(await desk.say(3, "/shrek unfreeze")).toMatchObject({
    reason: expect.stringContaining("unfreeze is for @bob"),
  });
  expect((await desk.ledger.head()).frozen).toBeDefined();
});

test("A stranger freezes and unfreezes nothing, and gets no answer", async () => {
  const desk = aDesk();
  expect(await desk.say(1, freezeUntil(2), { by: "mallory" })).toMatchObject({ kind: "refused" });
  await desk.say(2, freezeUntil(2));
  const answers = desk.shown.length;
  expect(await desk.say(3, "/shrek unfreeze", { by: "mallory" })).toMatchObject({ kind: "refused" });
  expect(desk.shown).toHaveLength(answers);
  expect((await desk.ledger.head()).frozen).toBeDefined();
});

test("A form that selects freezes and unfreezes nothing", async () => {
  const desk = aDesk();
  const refused = { reason: expect.stringContaining("leave the fields that select empty") };

  expect(await desk.form(freezeUntil(2), { states: ["intended"] })).toMatchObject(refused);
  expect((await desk.ledger.head()).frozen).toBeUndefined();
  await desk.say(1, freezeUntil(2));
  expect(await desk.form("/shrek unfreeze", { states: ["intended"] })).toMatchObject(refused);
  expect((await desk.ledger.head()).frozen).toBeDefined();
});
