import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson, type Json } from "../../../action/core/text/canonical-json.ts";

const names = fc.oneof(
  fc.string(),
  fc.string({ unit: "binary" }),
  fc.constantFrom("__proto__", "10", "9", "é", "$", 'a"'),
);

test("Canonical JSON has the same value, every key in code-unit order and no white space", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.dictionary(names, fc.jsonValue(), { maxKeys: 40 }), (value, table) => {
      for (const one of [value, table] as Json[]) {
        const text = canonicalJson(one);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(one)));
        expect(text).toBe(sortedText(one));
      }
    }),
  );
});

/** The same by lists and the standard's own sort. */
const sortedText = (value: Json): string => {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(sortedText).join(",")}]`;
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, one]) => `${JSON.stringify(key)}:${sortedText(one as Json)}`).join(",")}}`;
};

test("Canonical JSON leaves out a key without a value, as JSON does", () => {
  expect(canonicalJson({ b: 1, a: undefined } as unknown as Json)).toBe('{"b":1}');
});
