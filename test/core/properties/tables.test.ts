import fc from "fast-check";
import { expect, test } from "vitest";
import { type Cell, readTable } from "../../../action/core/text/read-table.ts";

const utf8 = new TextEncoder();
const read = (text: string, most = 1000) => readTable(utf8.encode(text), most);

const value = fc.string({
  unit: fc.constantFrom("a", "b", "1", ",", '"', "\n", " ", "é", "🧪", ";", "$"),
  maxLength: 6,
});
const cell = fc.tuple(value, fc.boolean()).map(([text, quoted]) => ({ text, quoted: quoted || /[",\n]/.test(text) }));
/** A table as somebody may write it; its last row is no empty line. */
const written = fc
  .tuple(
    fc.integer({ min: 1, max: 4 }).chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }))),
    fc.constantFrom("\n", "\r\n"),
    fc.constantFrom("", "\ufeff"),
    fc.boolean(),
  )
  .map(([rows, end, mark, closed]) => {
    const grid = [...rows, [{ text: "last", quoted: false }]];
    const lines = grid.map((row) =>
      row.map(({ text, quoted }) => (quoted ? `"${text.replaceAll('"', '""')}"` : text)).join(","),
    );
    return { grid, text: `${lines.join(end)}${closed ? end : ""}`, mark };
  });

/** What stands at a place of the text. */
const at = (text: string, { line, col }: Cell): string =>
  text
    .split("\n")
    .slice(line - 1)
    .join("\n")
    .slice(col - 1);

test("A table of jobs that was written is read again, with each value at its place", () => {
  fc.assert(
    fc.property(written, ({ grid, text, mark }) => {
      const table = read(`${mark}${text}`);
      if (table.kind !== "read") throw new Error(table.message);
      expect(table.records.map((row) => row.map((one) => [one.text, one.quoted]))).toEqual(
        grid.map((row) => row.map((one) => [one.text, one.quoted])),
      );
      for (const one of table.records.flat())
        expect(at(text, one).startsWith(one.quoted ? `"${one.text.replaceAll('"', '""')}"` : one.text)).toBe(true);
    }),
    { numRuns: 1000 },
  );
});

test("Any text as a table of jobs is read, or refused at a place in the file", () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 60 }),
    fc
      .string({ unit: fc.constantFrom("a", ",", '"', "\n", "\r", "\u0000", " ", "é"), maxLength: 60 })
      .map((text) => utf8.encode(text)),
  );
  fc.assert(
    fc.property(bytes, (file) => {
      const table = readTable(file, 10);
      const lines = new TextDecoder().decode(file).split("\n");
      const places = table.kind === "read" ? table.records.flat() : [table.place];
      for (const { line, col } of places) {
        expect(line).toBeLessThanOrEqual(lines.length);
        expect(col).toBeLessThanOrEqual((lines[line - 1] ?? "").length + 1);
      }
    }),
    { numRuns: 3000 },
  );
});
