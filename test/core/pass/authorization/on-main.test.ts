import { expect, test } from "vitest";
import { observeMain } from "../../../../action/core/pass/authorization/on-main.ts";
import { aRequest, valid } from "../../a-production.ts";

const promised = valid(aRequest({ version: "1.2.0" })).production;
const held = (...productions: readonly (typeof promised)[]) => ({ kind: "held", productions }) as const;
const other = (version: string) => ({ ...promised, version, contentDigest: "other" });

test("A version with the same content on main is still on main, also in another folder with the same tag", () => {
  expect(observeMain(promised, held(promised))).toEqual({ kind: "on-main" });
  expect(observeMain(promised, held(other("2.0.0"), promised))).toEqual({ kind: "on-main" });
});

test("The same content under another version on main is not the recorded submission", () => {
  expect(observeMain(promised, held({ ...promised, version: "1.1.0" }))).toMatchObject({ kind: "left-main" });
});

test("A version without its production on main has left main", () => {
  expect(observeMain(promised, held())).toMatchObject({ kind: "left-main" });
});

test("A newer version on main replaces an older one, compared by numbers and not by letters", () => {
  expect(observeMain(promised, held(other("1.10.0")))).toEqual({ kind: "replaced", by: `${promised.tag} 1.10.0` });
});

test.each([
  ["an older version", held(other("1.1.0")), `main is back at ${promised.tag} 1.1.0`],
  ["other content", held(other("1.2.0")), `main holds other content as ${promised.tag} 1.2.0`],
  ["nothing", { kind: "gone" } as const, `main does not hold ${promised.tag} any more`],
])("A submitted version has left main if main has %s of the tag", (_, now, reason) => {
  expect(observeMain(promised, now)).toEqual({ kind: "left-main", reason });
});

test("A run of a list is found on main by its number, and another run of the same content is a different one", () => {
  const run = (number: number) => ({ ...promised, run: number });
  const lost = (number: number) => ({
    kind: "left-main",
    reason: `the run lists of main do not hold run ${number} of ${promised.tag} 1.2.0 any more`,
  });

  expect(observeMain(run(1), held(run(2), run(1)))).toEqual({ kind: "on-main" });
  for (const number of [1, 3]) expect(observeMain(run(number), held(run(2)))).toEqual(lost(number));
  const other12 = `main holds other content as ${promised.tag} 1.2.0`;
  expect(observeMain(promised, held(run(2)))).toEqual({ kind: "left-main", reason: other12 });
  expect(observeMain(run(2), held({ ...run(2), contentDigest: "other" }))).toEqual({
    kind: "left-main",
    reason: other12,
  });
  expect(observeMain(run(2), held(other("1.1.0")))).toEqual({
    kind: "left-main",
    reason: `main is back at ${promised.tag} 1.1.0`,
  });
  expect(observeMain(run(2), held())).toEqual({ kind: "left-main", reason: other12 });
});
