import { mkdirSync } from "node:fs";
import { expect, test } from "vitest";
import { describeError, Failure } from "../../../action/core/problems/failure.ts";
import { systemFault } from "../../../action/core/problems/system-fault.ts";

test("words of others get their stop before the way out", () => {
  const wayOut = "Work in a fresh clone.";

  expect(describeError(new Failure("git log failed: bad object", { wayOut }))).toBe(
    "git log failed: bad object. Work in a fresh clone.",
  );
  expect(describeError(new Failure("There is no ledger.", { wayOut }))).toBe(`There is no ledger. ${wayOut}`);
});

test("what the system refuses is told with its cause, its place and a way out, and is no bug", () => {
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

test("a fault that nobody foresaw has its own words and a way out all the same", () => {
  expect(systemFault(Object.assign(new Error("x"), { code: "ENODEV" }))).toMatchObject({ why: "ENODEV" });
  expect(systemFault("odd")).toEqual({
    why: "odd",
    wayOut: "Check the path, its permissions, and the space on its disk.",
  });
});
