import { expect, test } from "vitest";
import { commandOf, parseCommand } from "../../../action/core/command/parse-command.ts";

test.each([
  ["@shrek status", "status"],
  ["@shrek, retry please", "retry"],
  ["/shrek: status", "status"],
  ["/shrek-status", "status"],
  ["/shrekkill toy", "kill"],
  ["/ shrek status", "status"],
  ["\u00a0/shrek status", "status"],
  ["\ufeff/shrek status", "status"],
  ["/shrek\u200b retry toy", "retry"],
  ["/shrek\u2060kill toy", "kill"],
  ["/sh\u00adrek status", "status"],
  ["shrek status", "status"],
  ["Shrek: retry toy@1.0.0/merge memory=4000", "retry"],
  ["shrek withdraw keep toy@1.0.0", "withdraw"],
  ["/shrek: stop toy", "kill"],
])("The comment %j gets an answer that shows how the command is written", (body, verb) => {
  expect(parseCommand(body)).toEqual({
    kind: "missed",
    reason: `A command begins with \`/shrek\` and a blank: did you mean \`/shrek ${verb}\`?`,
  });
});

test.each([
  ["/shrek yes \u200b1-a", "1-a", "U+200B, a space without width"],
  ["/shrek retry toy@1.0.0\u2060", "toy@1.0.0", "U+2060"],
  ["/shrek kill to\u00ady", "toy", "U+00AD, a soft hyphen"],
])("The command %j with an invisible character gets an answer that names the character", (body, word, name) => {
  const { kind, reason } = parseCommand(body) as { readonly kind: string; readonly reason: string };

  expect(kind).toBe("unclear");
  expect(reason).toContain(`"${word}" holds a character that nobody sees (${name}`);
  expect(reason).toContain("type it again");
});

test("The reason of a command may contain a character that joins others", () => {
  expect(parseCommand('/shrek kill toy reason="ada \u200d grace"')).toMatchObject({ kind: "command", verb: "kill" });
});

test.each([
  "I will try it again.\n/shrek retry toy",
  "\n/shrek retry",
  "\r\n\r\n   /shrek retry",
  "> ada wrote this\n\n/shrek retry",
  "```\nlog\n```\n/shrek retry",
  "~~~\n```\n~~~\n/shrek retry",
  "<!-- a template -->\n/shrek retry",
  "@ada\n/shrek rerun toy",
])("The comment %j gets the answer that a command must be the first line", (body) => {
  expect(parseCommand(body)).toEqual({
    kind: "missed",
    reason: "A command is the first line of its comment: write `/shrek retry`, with what follows it, in a new comment.",
  });
});

test.each([
  "> /shrek retry toy",
  "The manual says:\n> /shrek retry toy",
  "   > /shrek retry toy",
  "Write this:\n```text\n/shrek retry toy\n```",
  "Write this:\n````\n```\n/shrek retry toy\n````",
  "Write this:\n~~~\n/shrek retry toy",
  "Write this:\n```\n/shrek retry toy\n``` no end",
  "Write this:\n\n    /shrek retry toy",
  "Write this:\n\n\t/shrek retry toy",
  "<!-- /shrek retry toy -->",
  "<!--\n/shrek retry toy\n-->\nthanks",
  "<!-- nobody closes it\n/shrek retry toy",
  "You may write /shrek retry toy",
  "Use `/shrek retry` then.\nOr `/shrek kill`.",
  "https://github.com/sPHENIX-Collaboration/shrek retry",
  "Shrek retry is broken again",
  "shrek status comments are long",
  "shrek plan productions/toy",
  "Hello\n/shrekology is a science",
  "Hello\n/shrek is a program",
])("The comment %j only writes about commands and gives none", (body) => {
  expect(parseCommand(body)).toEqual({ kind: "none" });
});

test("A long comment is searched for commands at once, whatever text it holds", () => {
  const hostile = ["shrek kill " + "--- ".repeat(16_000) + "x", "<!--".repeat(16_000), "`".repeat(65_000)];
  const from = performance.now();

  for (const body of hostile) expect(parseCommand(`${body}\n${body}`)).toEqual({ kind: "none" });
  expect(performance.now() - from).toBeLessThan(1000);
});

test("A comment of SHREK itself shows commands and gives none", () => {
  const body = "/shrek retry toy";

  expect(commandOf({ body, by: "Shrek-App[bot]" }, "shrek-app[bot]")).toEqual({ kind: "none" });
  expect(commandOf({ body, by: "ada" }, "shrek-app[bot]")).toMatchObject({ kind: "command", verb: "retry" });
});
