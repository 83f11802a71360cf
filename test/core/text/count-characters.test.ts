import ucs2length from "ajv/dist/runtime/ucs2length.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import { countCharacters } from "../../../action/core/text/count-characters.ts";

const ofAjv = ucs2length.default ?? ucs2length;

test("Characters of a value are counted as the schema library ajv does, with half characters too", () => {
  const halves = fc.string({ unit: fc.constantFrom("a", "é", "\ud83d", "\ude00", "😀") });
  fc.assert(
    fc.property(fc.oneof(halves, fc.string({ unit: "binary" })), (text) => {
      expect(countCharacters(text)).toBe(ofAjv(text));
    }),
  );
});
