import { expect, test } from "vitest";
import { fieldsOf, fillTemplate, literalsOf } from "../../../action/core/conventions/template.ts";

test("fields are the names in braces, in order", () => {
  expect(fieldsOf("{scope}.{tag}.v{version}")).toEqual(["scope", "tag", "version"]);
});

test("the rest is literal", () => {
  expect(literalsOf("{scope}.{tag}.v{version}.{not a field}")).toBe("..v.{not a field}");
});

test("a value goes in as it is, once", () => {
  expect(fillTemplate("{a}-{b}", { a: "{b}$&", b: "2" })).toBe("{b}$&-2");
});
