import { expect, test } from "vitest";
import { issueVerbs, isVerb } from "../../action/core/command/verbs.ts";
import { isWord, withoutHelp } from "./command-help.ts";
import { pagesBelow } from "./pages.ts";

const sources = pagesBelow("action", ".ts").filter(({ path }) => !path.includes("/generated/"));

/**
 * Ways out that are written out, behind `wayOut` or in a table of them. That every Failure has one is a matter of its
 * type. Those of approvals are the second half of a sentence.
 */
const written = sources.flatMap(({ path, text }) =>
  [...text.matchAll(/\bwayOut:\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|`((?:[^`\\]|\\.)*)`)/g)].map(
    ([, double, single, template]) => ({ path, words: (double ?? single ?? template ?? "").trim() }),
  ),
);

test("The way out in each failure message is a sentence", () => {
  const faulty = written.filter(({ path, words }) => {
    const isHalf = path.includes("/core/policy/") || path.endsWith("/approved-rules.ts");
    return words === "" || (!isHalf && (!/^[`/$A-Z\\]/.test(words) || !/[.]$|\}|=>|\?\?/.test(words)));
  });

  expect(written.length).toBeGreaterThan(300);
  expect(faulty).toEqual([]);
});

test("Every command and verb that a message of the program names exists, with its flags", async () => {
  const named = sources.flatMap(({ path, text }) =>
    [...text.matchAll(/`(\/?shrek [^`\n$\\]*)/g)].map(([, words = ""]) => ({ path, words: words.trim().split(/\s+/) })),
  );
  const commands = named.filter(({ words }) => words[0] === "shrek" && isWord(words[1]));
  const verbs = named.filter(({ words }) => words[0] === "/shrek" && isWord(words[1]));

  expect(commands.length).toBeGreaterThan(60);
  expect(verbs.length).toBeGreaterThan(20);
  expect(await withoutHelp(commands)).toEqual([]);
  expect(verbs.filter(({ words }) => !isVerb(words[1] ?? "") && !issueVerbs.includes(words[1] ?? ""))).toEqual([]);
});
