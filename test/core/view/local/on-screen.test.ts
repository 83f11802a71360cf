import { expect, test } from "vitest";
import { onScreen } from "../../../../action/core/view/local/on-screen.ts";

const lines = (count: number): string => Array.from({ length: count }, (_, at) => `line ${at + 1}`).join("\n");

test.each([
  ["one line", lines(1), lines(1)],
  ["as many lines as there is room for", `${lines(4)}\n`, lines(4)],
  ["a line too many", lines(5), `${lines(3)}\nand 2 more lines, which \`shrek status\` prints`],
  ["hundreds of lines", lines(300), `${lines(3)}\nand 297 more lines, which \`shrek status\` prints`],
  ["nothing", "", ""],
])("A screen of five rows shows %s without moving", (_, text, shown) => {
  expect(onScreen(text, { columns: 80, rows: 5 })).toBe(shown);
});

test("A line that is wider than the screen is cut, so that it stays one line", () => {
  const shown = onScreen(`${"a".repeat(79)}\n${"b".repeat(80)}`, { columns: 80, rows: 24 });

  expect(shown).toBe(`${"a".repeat(79)}\n${"b".repeat(76)}...`);
  expect(onScreen("production", { columns: 1, rows: 1 })).toBe("p...");
});

test("A terminal that does not say how high it is shows all lines", () => {
  expect(onScreen(lines(90), { columns: 80, rows: 0 })).toBe(lines(90));
});
