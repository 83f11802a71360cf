import { expect, test } from "vitest";
import { fieldsOf, fillTemplate, templateFault } from "../../../action/core/conventions/template.ts";

test("The fields of a name template in conventions are the names in braces, in order", () => {
  expect(fieldsOf("{scope}.{tag}.v{version}")).toEqual(["scope", "tag", "version"]);
});

test("A template field may have digits after its first letter", () => {
  expect(fieldsOf("{beams}_{q2}")).toEqual(["beams", "q2"]);
  expect(fillTemplate("{beams}_{q2}", { beams: "18x275", q2: "1to10" })).toBe("18x275_1to10");
});

test.each([
  ["{beams}_{q2}.v1", undefined],
  ["{q_2}-{beams}", "`q_2` cannot be a field: its name is a letter, then letters and digits, such as q2."],
  ["{2q}", "`2q` cannot be a field: its name is a letter, then letters and digits, such as q2."],
  ["{}", "What stands in {} cannot be a field: its name is a letter, then letters and digits, such as q2."],
  ["{beams", 'A { of "{beams" has no partner: a field stands in braces, such as {q2}.'],
  ["{a}%{b}", 'Between its {fields} the template "{a}%{b}" may hold letters, digits, dot, underscore and hyphen.'],
])("A mistake in the template %s is reported for the part that is wrong", (template, fault) => {
  expect(templateFault(template)).toBe(fault);
});

test("A value is inserted into a name template unchanged and once", () => {
  expect(fillTemplate("{a}-{b}", { a: "{b}$&", b: "2" })).toBe("{b}$&-2");
});
