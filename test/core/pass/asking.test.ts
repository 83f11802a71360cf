import { expect, test } from "vitest";
import { type Asking, all, ask, orFailed } from "../../../action/core/pass/asking.ts";
import { Failure, Outage } from "../../../action/core/problems/failure.ts";
import { decide, type KnownFacts } from "./decide.ts";

const away = new Outage("GitHub does not answer.", { wayOut: "Wait." });

const people = new Map([
  ["ada", { answer: "write" }],
  ["bob", { answer: "read" }],
  ["eve", { failure: away }],
]);
const known: KnownFacts = (question) => (question.ask === "permission" ? people.get(question.login) : undefined);

function* mayWrite(login: string): Asking<boolean> {
  return (yield* ask({ ask: "permission", login, asOf: "now" })) === "write";
}

test("A decision follows from the facts that it asks for", () => {
  expect(decide(mayWrite("ada"), known)).toEqual({ decided: true });
  expect(decide(mayWrite("bob"), known)).toEqual({ decided: false });
});

test("A fact that nobody has yet is a question, and no answer", () => {
  expect(decide(mayWrite("zoe"), known)).toEqual({ questions: [{ ask: "permission", login: "zoe", asOf: "now" }] });
});

test("Decisions side by side ask in one round, and each gets its own answer", () => {
  function* both(login: string, then: string): Asking<readonly boolean[]> {
    return [yield* mayWrite(login), yield* mayWrite(then)];
  }
  const rounds: number[] = [];
  const asking = all<boolean | readonly boolean[]>([mayWrite("bob"), both("ada", "bob"), both("bob", "ada")]);
  let step = asking.next([]);
  while (step.done !== true) {
    rounds.push(step.value.length);
    step = asking.next(step.value.map((question) => known(question) ?? { answer: undefined }));
  }
  expect(step.value).toEqual([false, [true, false], [false, true]]);
  expect(rounds).toEqual([3, 2]);
});

test("A Failure is thrown where the decision asked, and can be what it gives", () => {
  expect(() => decide(mayWrite("eve"), known)).toThrow(away);
  expect(decide(all([orFailed(mayWrite("eve")), orFailed(mayWrite("ada"))]), known)).toEqual({ decided: [away, true] });
  expect(away).toBeInstanceOf(Failure);
});

test("A bug is no Failure: it ends the decision, also where a Failure would not", () => {
  function* broken(): Asking<boolean> {
    throw new Error("a bug");
  }
  const asking = mayWrite("ada");
  asking.next([]);

  expect(() => decide(orFailed(broken()), known)).toThrow("a bug");
  expect(() => asking.next([])).toThrow('Nobody answered {"ask":"permission","login":"ada","asOf":"now"}');
});

test("A decision about nothing asks no question", () => {
  expect(decide(all([]), known)).toEqual({ decided: [] });
});
