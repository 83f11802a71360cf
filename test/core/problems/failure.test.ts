import { mkdirSync } from "node:fs";
import { expect, test } from "vitest";
import { describeError, Failure, systemFault } from "../../../action/core/problems/failure.ts";

test("A quoted message of another program ends with a full stop before the way out", () => {
  const wayOut = "Work in a fresh clone.";

  expect(describeError(new Failure("git log failed: bad object", { wayOut }))).toBe(
    "git log failed: bad object. Work in a fresh clone.",
  );
  expect(describeError(new Failure("There is no ledger.", { wayOut }))).toBe(`There is no ledger. ${wayOut}`);
});

test("A refusal by the operating system is reported with cause, place and way out, and is no bug", () => {
  const refused = (): unknown => {
    try {
      return mkdirSync("/proc/x/y");
    } catch (error) {
      return error;
    }
  };

  expect(describeError(refused())).toBe(
    "The system refused: ENOENT: no such file or directory, mkdir '/proc/x/y'. Check the path.",
  );
});

test("An unforeseen error has its own message and a way out", () => {
  expect(systemFault(Object.assign(new Error("x"), { code: "ENODEV" }))).toMatchObject({ why: "ENODEV" });
  expect(systemFault("odd")).toEqual({
    why: "odd",
    wayOut: "Check the path, its permissions, and the space on its disk.",
  });
});
