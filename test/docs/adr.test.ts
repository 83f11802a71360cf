import { expect, test } from "vitest";
import { pageAt, pagesBelow } from "./pages.ts";

const decisions = pagesBelow("docs/adr", ".md").filter(({ path }) => !path.endsWith("README.md"));
const fileOf = (path: string): string => path.split("/").at(-1) ?? "";
const link = String.raw`\[(\d+)\]\((\d{4})-[a-z0-9-]+\.md\)`;
const status = new RegExp(String.raw`^\d{4}-\d\d-\d\d, (?:accepted(?:, amended by ${link})*|superseded by ${link})$`);

test("No two decisions have one number", () => {
  const numbers = decisions.map(({ path }) => fileOf(path).slice(0, 4));
  expect(numbers).toEqual([...new Set(numbers)]);
});

test.each(decisions)("$path has its number, a title and a status", ({ path, text }) => {
  const [title = "", blank, third = ""] = text.split("\n");

  expect(title).toMatch(new RegExp(`^# ${Number(fileOf(path).slice(0, 4))}\\. \\S`));
  expect(blank).toBe("");
  expect(third).toMatch(status);
});

test("the index lists every decision with its title and status", () => {
  const rows = decisions.map(({ path, text }) => {
    const [title = "", , third = ""] = text.split("\n");
    const words = third.slice("2026-11-24, ".length).replace(/\[(\d+)\]\([^)]*\)/g, "$1");
    return `| [${Number(fileOf(path).slice(0, 4))}](${fileOf(path)}) | ${title.replace(/^# \d+\. /, "")} | ${words} |`;
  });

  expect(
    pageAt("docs/adr/README.md")
      .text.split("\n")
      .filter((line) => line.startsWith("| [")),
  ).toEqual(rows);
});
