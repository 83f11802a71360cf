import { expect, test } from "vitest";
import { parseCommand } from "../../action/core/command/parse-command.ts";
import { issueVerbs, isVerb, usageOf, verbNames, verbs } from "../../action/core/command/verbs.ts";
import { isWord, withoutHelp } from "./command-help.ts";
import { pageAt, pagesBelow } from "./pages.ts";

const pages = [...pagesBelow("docs", ".md"), pageAt("README.md"), pageAt("CONTRIBUTING.md"), pageAt("CHANGELOG.md")];

/** What is quoted, and what is typed in an example; a pipe ends a command. */
const typed = pages.flatMap(({ path, text }) =>
  [...text.matchAll(/`(\/?shrek [^`\n]*)`|^\$ (shrek .*)$/gm)].map(([, quoted, played]) => ({
    path,
    words: (quoted ?? played ?? "").replace(/\\\|/g, "/").split(" | ")[0]?.split(/\s+/) ?? [],
  })),
);

test("Every command of shrek that a page names exists, with its flags", async () => {
  const commands = typed.filter(({ words }) => words[0] === "shrek" && isWord(words[1]));

  expect(commands.length).toBeGreaterThan(50);
  expect(await withoutHelp(commands)).toEqual([]);
});

test("Every verb in a page of docs exists", () => {
  const verbs = typed.filter(({ words }) => words[0] === "/shrek" && isWord(words[1]));

  expect(verbs.length).toBeGreaterThan(2);
  expect(verbs.filter(({ words }) => !isVerb(words[1] ?? "") && !issueVerbs.includes(words[1] ?? ""))).toEqual([]);
});

test("Every verb in a source file exists", () => {
  const sources = [...pagesBelow("action", ".ts"), ...pagesBelow("scripts", ".ts")];
  const said = sources.flatMap(({ path, text }) =>
    [...text.matchAll(/\/shrek ([a-z]+)/g)].map(([, verb = ""]) => ({ path, verb })),
  );

  expect(said.length).toBeGreaterThan(5);
  expect(said.filter(({ verb }) => !isVerb(verb) && !issueVerbs.includes(verb))).toEqual([]);
});

test("docs/commands.md lists every verb as typed and the fields of the form, and its example commands can be parsed", () => {
  const { text } = pageAt("docs/commands.md");
  const form = pageAt("action/workflows/command.yml").text;
  const rows = verbNames.map((verb) => `- \`/shrek ${usageOf(verb)}\`: ${verbs[verb].does}\n`);
  const fields = [...form.matchAll(/^ {6}([a-z]+):$/gm)].map(([, name = ""]) => `| \`${name}\` |`);
  const examples = [...text.matchAll(/^\/?shrek (?!reconcile).*$/gm)].map(([line]) => line.replace(" --yes", ""));

  expect(rows.filter((row) => !text.includes(row))).toEqual([]);
  expect(fields.filter((field) => !text.includes(field))).toEqual([]);
  expect(fields).toHaveLength(7);
  expect(examples.length).toBeGreaterThan(7);
  expect(examples.filter((line) => parseCommand(line.replace(/^shrek/, "/shrek")).kind !== "command")).toEqual([]);
});
