import { expect, test } from "vitest";
import { madeParts, withTables } from "../../scripts/made-parts.ts";
import { pageAt } from "./pages.ts";

const parts = Object.entries(madeParts());

test.each(parts)("the tables of %s are those of the code", (path, tables) => {
  const { text } = pageAt(path);

  expect(withTables(text, tables)).toBe(text);
});

test("a page without a place for each of its tables is told", () => {
  expect(() => withTables("# Page\n", ["| a |"])).toThrow("0 places for 1 made tables");
});
