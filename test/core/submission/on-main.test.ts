import { expect, test } from "vitest";
import { observeMain } from "../../../action/core/submission/on-main.ts";
import { accepted, aRequest } from "../a-production.ts";

const promised = accepted(aRequest({ version: "1.2.0" })).production;
const held = (...productions: readonly (typeof promised)[]) => ({ kind: "held", productions }) as const;
const other = (version: string) => ({ ...promised, version, contentDigest: "other" });

test("main that holds the same version and content still holds it, also beside another folder of the tag", () => {
  expect(observeMain(promised, held(promised))).toEqual({ kind: "on-main" });
  expect(observeMain(promised, held(other("2.0.0"), promised))).toEqual({ kind: "on-main" });
});

test("the same content as another version is not what was promised", () => {
  expect(observeMain(promised, held({ ...promised, version: "1.1.0" }))).toMatchObject({ kind: "left-main" });
});

test("no production at all has left it", () => {
  expect(observeMain(promised, held())).toMatchObject({ kind: "left-main" });
});

test("a newer version took its place; by the numbers, not by the letters", () => {
  expect(observeMain(promised, held(other("1.10.0")))).toEqual({ kind: "replaced", by: `${promised.tag} 1.10.0` });
});

test.each([
  ["an older version", held(other("1.1.0")), `main is back at ${promised.tag} 1.1.0`],
  ["other content", held(other("1.2.0")), `main holds other content as ${promised.tag} 1.2.0`],
  ["nothing", { kind: "gone" } as const, `main does not hold ${promised.tag} any more`],
])("main with %s of the tag has left it", (_, now, reason) => {
  expect(observeMain(promised, now)).toEqual({ kind: "left-main", reason });
});
