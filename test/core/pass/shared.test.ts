import { expect, test } from "vitest";
import { type Asking, all, ask, orFailed } from "../../../action/core/pass/asking.ts";
import { shared, sharedEach } from "../../../action/core/pass/shared.ts";
import { Outage } from "../../../action/core/problems/failure.ts";
import { decide } from "./decide.ts";

const away = new Outage("GitHub does not answer.", { wayOut: "Wait." });
const permission = (login: string) => ask({ ask: "permission", login, asOf: "now" });

/** Permissions of people, and how often the decision about each was begun. */
const counted = () => {
  const begun: string[] = [];
  const ofLogin = sharedEach(function* (login: string): Asking<string> {
    begun.push(login);
    return `${login}: ${yield* permission(login)}`;
  });
  return { begun, ofLogin };
};

test("A shared decision is made once for all who wait for it, and for those who come later", () => {
  const { begun, ofLogin } = counted();
  function* later(): Asking<string> {
    yield* permission("eve");
    return yield* ofLogin("ada");
  }
  const { decided } = decide(all([ofLogin("ada"), later(), ofLogin("bob"), ofLogin("ada")]), () => ({
    answer: "read",
  }));

  expect(decided).toEqual(["ada: read", "ada: read", "bob: read", "ada: read"]);
  expect(begun).toEqual(["ada", "bob"]);
});

test("A Failure of a shared decision is the answer of all who ask for it", () => {
  const { begun, ofLogin } = counted();
  const { decided } = decide(all([orFailed(ofLogin("ada")), orFailed(ofLogin("ada"))]), () => ({ failure: away }));

  expect(decided).toEqual([away, away]);
  expect(begun).toEqual(["ada"]);
});

test("A shared decision that asks nothing gives its value, and a bug in it is thrown to all", () => {
  const nothing = shared(function* (): Asking<number> {
    return 7;
  });
  const broken = shared(function* (): Asking<number> {
    throw new Error("a bug");
  });

  expect(decide(all([nothing(), nothing()]), () => undefined)).toEqual({ decided: [7, 7] });
  for (let n = 0; n < 2; n++) expect(() => decide(broken(), () => undefined)).toThrow("a bug");
});
