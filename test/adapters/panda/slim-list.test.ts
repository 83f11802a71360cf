import fc from "fast-check";
import { expect, test } from "vitest";
import { slimList } from "../../../action/adapters/panda/slim-list.ts";

/** In pieces of so many bytes. */
const slim = async (text: string, size = 7, fields = ["id", "name"]): Promise<string> => {
  const bytes = new TextEncoder().encode(text);
  return slimList(
    (async function* () {
      for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
    })(),
    fields,
  );
};

test("Rows of PanDA's task list keep the fields that are read, wherever the bytes are split and whatever text they hold", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ id: fc.integer(), name: fc.string({ unit: "grapheme" }), more: fc.jsonValue() })),
      fc.string(),
      fc.integer({ min: 1, max: 40 }),
      async (data, message, size) => {
        const text = await slim(JSON.stringify({ success: true, message, data }), size);
        expect(JSON.parse(text)).toEqual({ success: true, message, data: data.map(({ id, name }) => ({ id, name })) });
      },
    ),
    { numRuns: 200 },
  );
});

test.each([
  "",
  "<html>no \\ PanDA</html>",
  '{"success": true, "data": [{"id": 1',

  "[[[1]]]",
])("An answer of PanDA that is no list of rows is passed on unchanged: %s", async (text) => {
  expect(await slim(text, 3)).toBe(text);
});
