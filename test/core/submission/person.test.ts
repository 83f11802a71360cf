import { expect, test } from "vitest";
import { next } from "../../../action/core/submission/next.ts";
import { refusalBy } from "../../../action/core/submission/person.ts";
import { anIntent, aSubmission, byPerson, context, foldOf, pastOf } from "./a-submission.ts";

const dids = ["user.ada:out"];
const kept = { event: "kept", until: null, dids } as const;
const withdraw = { event: "person", verb: "withdraw", by: "ada", id: "w", reason: "", data: "keep" } as const;

test("A submission without kept data has none to expire, and says so in these words", () => {
  expect(refusalBy(aSubmission("done"), { verb: "expire" })).toBe(
    "sP26a-toy 1.0.0 has no data that rules of SHREK keep.",
  );
  expect(refusalBy(foldOf([...pastOf("done"), kept]), { verb: "expire" })).toBeUndefined();
});

test("Data of what is withdrawn may still be declared bad, and their rules be ended; nothing else is obeyed", () => {
  const retired = foldOf([...pastOf("done"), kept, withdraw, { event: "retired", data: "keep" }]);
  const leaving = foldOf([...pastOf("running"), withdraw]);
  const refused = "is being withdrawn by ada: what runs is killed, and it ends when PanDA says so.";

  expect([refusalBy(retired, { verb: "declare" }), refusalBy(retired, { verb: "expire" })]).toEqual([
    undefined,
    undefined,
  ]);
  expect(refusalBy(leaving, { verb: "kill" })).toBe(`sP26a-toy 1.0.0 ${refused}`);
});

test("A word to expire is written, and nothing follows from it at once", () => {
  const said = byPerson("expire", { dids: "user.ada:out" });
  const { kind: _, ...word } = said as Extract<typeof said, { readonly kind: "person" }>;

  expect(next(foldOf([...pastOf("done"), kept]), said, context).events).toEqual([{ event: "person", ...word }]);
});

test("Outputs that lack are taken as they are by a person's word, which the arrival then names", () => {
  const arrives = { place: {} as never, at: {}, experiment: "sphenix" };
  const lacks = [{ did: "user.ada:out", what: "user.ada:out, which Rucio does not know" }];
  const arrival = { checkedOn: "2026-03-01T10:00:00Z", outputs: [], lacks };
  const late = foldOf([
    ...pastOf("done", { intent: anIntent({ arrives }) }),
    { event: "recorded", steps: [] },
    { event: "arrived", ...arrival },
  ]);

  expect(next(late, byPerson("accept"), context).events.slice(1)).toEqual([
    { event: "arrived", ...arrival, accepted: "ada" },
  ]);
});
