import { expect, test } from "vitest";
import { mayCommand } from "../../../action/core/policy/may-command.ts";
import { rulesOf, withPolicy } from "./some-rules.ts";

const rules = rulesOf({
  "productions/conventions.yaml": withPolicy('{ commands: { kill: ["@ada", "@Ben"] } }'),
  "productions/eic/conventions.yaml": withPolicy('{ commands: { kill: ["@ben", "@cleo"], retry: ["@cleo"] } }'),
});
const write = (login: string) => ({ login, permission: "write" as const });

test("Each person with write permission may use a verb that no policy names", () => {
  expect(mayCommand(rules, "productions/x", "retry", write("zoe"))).toBe(true);
  expect(mayCommand(rulesOf({}), "productions/x", "kill", write("zoe"))).toBe(true);
  expect(mayCommand(rules, "productions/x", "status", { login: "zoe", permission: "read" })).toEqual({
    refusal: "status needs write permission on this repository.",
  });
});

test("A verb that a policy names is reserved for the named persons, who need write permission too", () => {
  expect(mayCommand(rules, "productions/x", "kill", write("ADA"))).toBe(true);
  expect(mayCommand(rules, "productions/x", "kill", write("zoe"))).toEqual({
    refusal: "kill is for @ada and @Ben, by the policy in productions/conventions.yaml.",
  });
  expect(mayCommand(rules, "productions/x", "kill", { login: "ada", permission: "read" })).toMatchObject({
    refusal: expect.stringContaining("write permission") as string,
  });
});

test("Conventions of a folder can only reduce who may command", () => {
  expect(mayCommand(rules, "productions/eic/x", "kill", write("ben"))).toBe(true);
  expect(mayCommand(rules, "productions/eic/x", "kill", write("ada"))).not.toBe(true);
  expect(mayCommand(rules, "productions/eic/x", "kill", write("cleo"))).not.toBe(true);
  expect(mayCommand(rules, "productions/eic/x", "retry", write("ada"))).not.toBe(true);
  expect(mayCommand(rules, "productions/eicc/x", "retry", write("ada"))).toBe(true);
});

test("Unreadable conventions allow no command", () => {
  expect(mayCommand(rulesOf({ "conventions.yaml": "x" }), "productions/x", "kill", write("ada"))).toMatchObject({
    refusal: expect.stringContaining("It is unknown who may kill") as string,
  });
});
