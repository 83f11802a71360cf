import { expect, test } from "vitest";
import { isAmong, joinedWords, loginNames } from "../../../action/core/policy/login.ts";

test("Logins are compared as on GitHub, with or without @", () => {
  expect(isAmong("@Ada", ["ben", "ADA"])).toBe(true);
  expect(isAmong("ad", ["ada"])).toBe(false);
});

test("GitHub logins are listed in a sentence, with the last one joined by a word", () => {
  expect([
    loginNames([], "or"),
    loginNames(["@a"], "or"),
    loginNames(["a", "b"], "and"),
    loginNames(["a", "b", "c"], "or"),
  ]).toEqual(["", "@a", "@a and @b", "@a, @b or @c"]);
  expect(joinedWords([..."abcdefgh"], "and")).toBe("a, b, c, d, e, f, g and h");
  expect(joinedWords([..."abcdefghij"], "and")).toBe("a, b, c, d, e, f, g, h and 2 more");
});
