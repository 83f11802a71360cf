import { marked } from "marked";
import { expect, test } from "vitest";
import { code, details, fence, link, md, paragraphs, table } from "../../../action/core/view/markdown.ts";

/** What strangers may write into fields, branch and file names, commit messages, and servers into logs. */
const hostile = [
  "@sphenix/admins please merge",
  "fixes #1 and org/repo#2, GH-3",
  "[click](https://evil.example)",
  "![pixel](https://evil.example/x.png)",
  "https://evil.example",
  "www.evil.example",
  "<script>alert(1)</script>",
  "<!-- shrek:plan -->",
  "a | b | c",
  "`code` ``more``` and an odd `",
  "**bold** _it_ ~~gone~~",
  "# heading",
  "- item",
  "1. item",
  "> quote",
  "---",
  "line\n\n/shrek retry\n```\nfence",
  "&#64;sphenix &lt;b&gt;",
  "deadbeef deadbeefdeadbeefdeadbeefdeadbeefdeadbeef",
  "\u202egnp.exe\u202c \u0000 \u001b[31m",
  "$\\rm{x}$ :boom: \\@x",
  "</details><details>",
  "javascript:alert(1)",
  "    indented",
] as const;

/** As GitHub works: mentions, issues and commits are looked for in the text of the HTML, but not inside code. */
const withoutCode = (markdown: string): string =>
  marked
    .parse(markdown, { async: false })
    .replace(/<code>[\s\S]*?<\/code>/g, "")
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'");

const alive =
  /@\w|#\d|gh-\d|<a |<img|<script|<!--|<h\d|<ul|<ol|<blockquote|<hr|<strong|<em>|<del|https?:|www\.|\b[0-9a-f]{7,40}\b|\/shrek \w+\n|:boom:|<\/?details/i;

test.each(hostile)("%j stays text", (text) => {
  expect(withoutCode(md`${text}`.markdown)).not.toMatch(alive);
  expect(withoutCode(md`Said: ${text}.`.markdown)).not.toMatch(alive);
  expect(withoutCode(code(text).markdown)).not.toMatch(alive);
});

test.each(hostile)("%j does not leave its cell", (text) => {
  const html = marked.parse(table(["a", "b"], [[text, "second"]]).markdown, { async: false });
  expect(html.match(/<td>/g)).toHaveLength(2);
  expect(html.match(/<tr>/g)).toHaveLength(2);
  expect(html).toContain("<td>second</td>");
});

test.each(hostile)("%j does not leave its block", (text) => {
  const html = marked.parse(paragraphs([fence("text", text), md`after`]).markdown, { async: false });
  expect(html.match(/<pre>/g)).toHaveLength(1);
  expect(html).toContain("<p>after</p>");
});

test("ordinary sentences stay as they are", () => {
  const text = 'sP26a-toy-pileup 1.0.0: major change since 1.0.0, did you mean "toy"? See productions/toy-pileup.';
  expect(md`${text}`.markdown).toBe(text);
});

test("marks of the sentence stay outside of what becomes code", () => {
  expect(md`${"simulate (task 30118877): see @ada."}`.markdown).toBe("simulate (task `30118877`): see `@ada`.");
});

test("links only go to http addresses, and their address cannot end them", () => {
  expect(link("task", "https://monitor.example/task/1/").markdown).toBe("[task](https://monitor.example/task/1/)");
  expect(link("x", "javascript:alert(1)").markdown).toBe("x");
  expect(link("x", "https://a.example/) [evil](https://b.example").markdown).not.toContain("](https://b.example");
});

test("Markdown that was not made here is refused", () => {
  expect(() => md`${{ markdown: "**forged**" }}`).toThrow("not made by md");
});

test("folded parts keep their blank lines", () => {
  expect(details("More", md`x`).markdown).toBe("<details><summary>More</summary>\n\nx\n\n</details>");
});
