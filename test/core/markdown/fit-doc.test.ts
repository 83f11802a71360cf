import { expect, test } from "vitest";
import { cut, type Doc, type ListBlock, perhaps, printed, words } from "../../../action/core/markdown/doc.ts";
import { fitted } from "../../../action/core/markdown/fit-doc.ts";
import { fence, md } from "../../../action/core/markdown/markdown.ts";

const more = md`, and so on`;
const points = (count: number, change: Partial<ListBlock> = {}): Doc[number] => ({
  kind: "list",
  as: "points",
  items: Array.from({ length: count }, (_, index) => words(md`point ${index}`)),
  more,
  ...change,
});
const part = (name: string): Doc[number] => ({
  kind: "part",
  short: md`${name} in short`,
  whole: [words(md`${name} at length`), words(fence("text", "x".repeat(200)))],
});
/** What is seen before anything is opened. */
const openOf = (markdown: string): string => markdown.replace(/<details>[^]*?<\/details>/g, "");
const printedIn = (doc: Doc, open: number, all = open): string => printed(fitted(doc, { open, all })).markdown;

test("Long words are cut before a command in backticks, never in its middle", () => {
  expect(cut("Write `/shrek retry toy`: it runs again", 12)).toBe("Write...");
  expect(cut("Write `/shrek retry toy`: it runs again", 27)).toBe("Write `/shrek retry toy`: i...");
  expect(cut("a stray ` and more", 12)).toBe("a stray ` an...");
  expect(cut("`short`", 12)).toBe("`short`");
});

test("A page within its size limit is complete, without a note about left-out points", () => {
  const doc = [points(20), { kind: "table", heads: ["a"], rows: [["1"], ["2"]], more } as const, part("one")];

  expect(printedIn(doc, 10_000)).toBe(printed(doc).markdown);
});

test.each([60, 100, 200, 400])(
  "A page with a limit of %i bytes keeps to the limit and says how many points were left out",
  (room) => {
    const text = printedIn([points(100)], room);

    const shown = text.match(/^- point/gm)?.length ?? 0;
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(room);
    expect(shown).toBeGreaterThan(0);
    expect(text).toContain(`And ${100 - shown} more, and so on`);
  },
);

test("A list on a page keeps to its own maximum of points, so that the text below has room, and may say where the rest is", () => {
  const first = points(100, { most: 100, more: (number) => md`${number} points are elsewhere.` });

  const text = printedIn([first, points(20)], 1000);

  expect(text).toMatch(/^(?:- point \d\n){10}\n90 points are elsewhere\.\n\n- point 0\n/);
  expect(text).toContain("- point 19");
});

test("Table rows that do not fit on a page are counted, and the table head is printed only with its first row", () => {
  const rows = Array.from({ length: 50 }, (_, index) => [`row ${index}`, "x"]);
  const table = { kind: "table", heads: ["name", "mark"], rows, more } as const;

  const [little, none] = [printedIn([table], 200), printedIn([table], 30)];

  expect(little).toMatch(/^\| name \| mark \|\n\|---\|---\|\n\| row 0 \| x \|/);
  expect(Buffer.byteLength(little)).toBeLessThanOrEqual(200);
  expect(none).toBe("And 50 more, and so on");
});

test("The first of the parts that do not fit on a page together is complete, and the others are named", () => {
  const doc: Doc = [{ kind: "list", as: "paragraphs", items: ["one", "two", "three"].map(part), more }];

  const text = printedIn(doc, 320);

  expect(text).toContain("one at length");
  expect(text).toContain("two in short\n\nthree in short");
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(320);
});

test("Optional text on a page gives way to required text below", () => {
  const doc = [perhaps(md`${"a".repeat(100)}`), words(md`must`)];

  expect(printedIn(doc, 50)).toBe("must");
  expect(printedIn(doc, 150)).toContain("aaa");
});

test("Folded text takes none of the visible room of a page, and counts for the whole size", () => {
  const doc: Doc = [{ kind: "fold", summary: "All of them", inside: [points(1000)] }, words(md`below`)];

  const text = printedIn(doc, 200, 5000);

  expect(openOf(text).trim()).toBe("below");
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(5000);
  expect(Buffer.byteLength(text)).toBeGreaterThan(4500);
  expect(text).toMatch(/And \d+ more, and so on\n\n<\/details>/);
});

test("A page in a terminal has the same words without Markdown marks, and without folded text", () => {
  const doc: Doc = [
    { kind: "headline", of: "page", words: md`All is *well*` },
    { kind: "table", heads: ["step", "files"], rows: [["a", "10"]], more },
    words(fence("text", "two\nlines")),
    { kind: "fold", summary: "More", inside: [words(md`hidden`)] },
  ];

  expect(printed(doc, "shut").text).toBe("All is *well*\n\nstep  files\na        10\n\n  two\n  lines");
  expect(printed(doc).text).toContain("More:\nhidden");
});

test("Text of strangers cannot move a terminal's cursor", () => {
  expect(md`${"a\u001b[2Jb\u202ec"}`.text).toBe("a [2Jb c");
});
