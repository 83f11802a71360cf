import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../../scripts/demo/scene.ts";
import { routes } from "../../../scripts/sandbox/github/routes.ts";
import { pagesBelow } from "../../docs/pages.ts";

const folder = "scripts/sandbox/github";
const page = readFileSync(join(root, folder, "README.md"), "utf8");

/** Behaviour, documents, files and tests of each row. */
const rows = page
  .split("\n")
  .filter((line) => line.startsWith("| ") && !line.startsWith("| what "))
  .map((line) => line.split(" | ").map((cell) => cell.replace(/^\| | \|$/g, "")));

const quoted = (cell: string): readonly string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, text = ""]) => text);
const document =
  /https:\/\/(docs\.github\.com\/en\/\S+|github\.blog\/\S+|github\.com\/[\w.-]+\/[\w.-]+\/(issues|pull|blob)\/\S+)/;

test("Each row of the sandbox GitHub's table has four cells", () => {
  expect(rows.length).toBeGreaterThan(20);
  expect(rows.filter((cells) => cells.length !== 4)).toEqual([]);
});

test("Each row of the sandbox GitHub's table names a document of GitHub, or an operation that the sandbox serves", () => {
  const undocumented = rows.filter(
    ([, source = ""]) => !document.test(source) && !quoted(source).some((one) => one in routes),
  );
  const unknown = rows.flatMap(([, source = ""]) =>
    quoted(source).filter((one) => /^[a-z-]+\/[a-z-]+$/.test(one) && !(one in routes)),
  );

  expect({ undocumented, unknown }).toEqual({ undocumented: [], unknown: [] });
});

test("Each row of the sandbox GitHub's table names existing files", () => {
  const named = rows.map(([, , files = ""]) => quoted(files));

  expect(named.filter((files) => files.length === 0)).toEqual([]);
  expect(named.flat().filter((file) => !existsSync(join(root, folder, file)))).toEqual([]);
});

test("Each row of the sandbox GitHub's table names an existing test by its title", () => {
  const shown = rows.map(([, , , tests = ""]) => [...tests.matchAll(/(test\/\S+\.test\.ts) "(.*?)"(?=,|$)/g)]);
  const missing = shown.flat().flatMap(([, file = "", title = ""]) => {
    const path = join(root, file);
    return existsSync(path) && readFileSync(path, "utf8").includes(`"${title}"`) ? [] : [`${file} "${title}"`];
  });

  expect(shown.filter((tests) => tests.length === 0)).toEqual([]);
  expect(missing).toEqual([]);
});

/** From where a call begins to where its parenthesis closes. */
const callAt = (text: string, start: number): string => {
  let open = 0;
  for (let at = text.indexOf("(", start); at < text.length; at++) {
    if (text[at] === "(") open++;
    if (text[at] === ")" && --open === 0) return text.slice(start, at + 1);
  }
  return text.slice(start);
};

/** The words that a refusal says, without what is filled in; of a name, what its constant says. */
const wordsOf = (call: string, text: string): readonly string[] => {
  const literals = [...call.matchAll(/"((?:[^"\\]|\\.)*)"|`([^`]*)`/g)].map(([, plain, template]) => plain ?? template);
  const named = [...call.matchAll(/[(,] (words|text|message)\b/g)].flatMap(([, name = ""]) =>
    [...text.matchAll(new RegExp(`const ${name}\\b[^;]*;`, "g"))].flatMap(([made]) => wordsOf(made, "")),
  );
  const said = literals.map((literal = "") => {
    const [longest = ""] = literal.split(/\$\{.*?\}(?!\})|\\n/).toSorted((one, other) => other.length - one.length);
    return longest.trim();
  });
  return [...said, ...named].filter((words) => /[a-z] [a-z']/i.test(words));
};

test("The words of each refusal of the sandbox GitHub are on its page", () => {
  const refusals = pagesBelow(folder, ".ts").flatMap(({ path, text }) =>
    [...text.matchAll(/\b(?:new Refusal|new Declined|invalid|unprocessable|forbidden)(?=\()/g)].map(({ index }) => ({
      path,
      words: wordsOf(callAt(text, index), text),
    })),
  );
  const lacking = refusals.flatMap(({ path, words }) =>
    words.filter((each) => !page.includes(each)).map((each) => `${path}: ${each}`),
  );

  expect(refusals.length).toBeGreaterThan(50);
  expect(lacking).toEqual([]);
});
