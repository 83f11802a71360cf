import { expect, test } from "vitest";
import { code, details, fence, link, md, paragraphs, table } from "../../../action/core/markdown/markdown.ts";
import { aliveIn, rendered } from "../../gfm.ts";
import { hostileTexts } from "../../hostile-text.ts";

test("Every hostile text of the test list has an effect if printed unescaped", () => {
  expect(hostileTexts.length).toBeGreaterThan(150);
  expect(hostileTexts.filter((text) => aliveIn(rendered(text)) !== "").length).toBeGreaterThan(120);
});

test.each(hostileTexts)("The hostile text %j stays text in Markdown", (text) => {
  expect(aliveIn(rendered(md`${text}`.markdown))).toBe("");
  expect(aliveIn(rendered(md`Said: ${text}.`.markdown))).toBe("");
  expect(aliveIn(rendered(code(text).markdown))).toBe("");
});

test.each(hostileTexts)("The hostile text %j does not leave its table cell", (text) => {
  const html = rendered(table(["a", "b"], [[text, "second"]]).markdown);
  expect(aliveIn(html)).toBe("");
  expect(html.match(/<td>/g)).toHaveLength(2);
  expect(html.match(/<tr>/g)).toHaveLength(2);
  expect(html).toContain("<td>second</td>");
});

test.each(hostileTexts)("The hostile text %j does not leave its code block", (text) => {
  const html = rendered(paragraphs([fence("text", text), md`after`]).markdown);
  expect(aliveIn(html)).toBe("");
  expect(html.match(/<pre>/g)).toHaveLength(1);
  expect(html).toContain("<p>after</p>");
});

test("Ordinary sentences are unchanged in Markdown", () => {
  const text = 'sP26a-toy-pileup 1.0.0: major change since 1.0.0, did you mean "toy"? See productions/toy-pileup.';
  expect(md`${text}`.markdown).toBe(text);
});

test("Punctuation of a Markdown sentence stays outside of text that becomes code", () => {
  expect(md`${"simulate (task 30118877): see @ada."}`.markdown).toBe("simulate (task `30118877`): see `@ada`.");
});

test("Markdown links only go to http addresses, and an address cannot end its link", () => {
  expect(link("task", "https://monitor.example/task/1/").markdown).toBe("[task](https://monitor.example/task/1/)");
  expect(link("x", "javascript:alert(1)").markdown).toBe("x");
  expect(link("x", "https://a.example/) [evil](https://b.example").markdown).not.toContain("](https://b.example");
});

test("Markdown that was not made by the page functions is refused", () => {
  expect(() => md`${{ text: "", markdown: "**forged**" }}`).toThrow("not made by md");
});

test("Folded parts of Markdown keep their blank lines", () => {
  expect(details("More", md`x`).markdown).toBe("<details><summary>More</summary>\n\nx\n\n</details>");
});
