import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../scripts/demo/scene.ts";
import { anchorsOf, type Page, pageAt, pagesBelow } from "./pages.ts";

const known: Readonly<Record<string, ReadonlySet<string>>> = {
  SAFETY: anchorsOf(pageAt("docs/safety.md")),
  PANDA: anchorsOf(pageAt("docs/panda.md")),
  RUCIO: anchorsOf(pageAt("docs/rucio.md")),
};
const defining = ["docs/safety.md", "docs/panda.md", "docs/rucio.md"];
const own = "test/docs/citations.test.ts";
const code = ["action", "scripts", "test"].flatMap((folder) => pagesBelow(folder, ".ts", ".py", ".txt"));
const pages = [...code, ...pagesBelow("docs", ".md"), pageAt("README.md"), pageAt("CONTRIBUTING.md")].filter(
  ({ path }) => path !== own && !path.startsWith("test/requests/"),
);

/** Documents that are not in the repository. */
const elsewhere =
  /\b(?:DESIGN|HOUSE|ROADMAP|panda-wire|panda-real|panda-jedi|legacy-shrek|field-notes|house-moves|toolchain\.md|toolchain part|seed\.md)\b/;

const place = String.raw`(?:[SPRJC]\d+|rule \d+|invariant \d+|states|verbs|invariants|trust)\b`;
const citation = new RegExp(String.raw`\b(SAFETY|PANDA|RUCIO) (${place}(?:(?:, | and | to )${place})*)`, "g");

/** Comments wrap; a citation may go on behind the next line's mark. */
const unwrapped = (text: string): string => text.replace(/\n\s*(?:\*(?!\/)|\/\/|#)?\s*/g, " ");

const citedIn = ({ text }: Page): readonly { readonly page: string; readonly place: string }[] =>
  [...unwrapped(text).matchAll(citation)].flatMap(([, page = "", places = ""]) =>
    places.split(/, | and | to /).map((cited) => ({ page, place: cited.toLowerCase().replace(" ", "-") })),
  );

test("No source or page cites a place that does not exist", () => {
  expect(pages.filter(({ text }) => elsewhere.test(text)).map(({ path }) => path)).toEqual([]);
});

test("every citation names a place of docs/safety.md, docs/panda.md or docs/rucio.md", () => {
  const cited = pages.flatMap((page) => citedIn(page).map((found) => ({ path: page.path, ...found })));

  expect(cited.length).toBeGreaterThan(60);
  expect(cited.filter(({ page, place: id }) => known[page]?.has(id) !== true)).toEqual([]);
});

/** What is written for people: whole pages, and the comments of code. */
const proseOf = ({ path, text }: Page): string =>
  unwrapped(
    path.endsWith(".md")
      ? text
      : [...text.matchAll(/\/\*[\s\S]*?\*\/|^\s*(?:\/\/|#).*$/gm)].map(([comment]) => comment).join("\n"),
  );
const uncited = (words: RegExp): readonly string[] =>
  pages
    .filter(({ path }) => !defining.includes(path))
    .flatMap((page) =>
      [...proseOf(page).replace(citation, "").matchAll(words)].map(([found]) => `${page.path}: ${found}`),
    );

/** Variables such as PANDA_URL_SSL are other words. */
test("Each citation of docs/safety.md or docs/panda.md names a place on the page", () => {
  expect(uncited(/\b(?:SAFETY|PANDA)\b|\bRUCIO\b(?!_)/g)).toEqual([]);
});

test("Each citation of a place in docs names the page of the place", () => {
  expect(uncited(/\b(?:[SPRJ]\d{1,2}|(?:rules?|parts?) \d+)\b/g)).toEqual([]);
});

test("docs/safety.md and docs/panda.md refer only to places that exist", () => {
  const places = new Set(Object.values(known).flatMap((anchors) => [...anchors]));
  const unknown = defining.map(pageAt).flatMap(({ path, text }) =>
    [...text.matchAll(/\b(?:[SPRJ]\d{1,2}|(?:[Rr]ule|invariant) \d+)\b/g)]
      .map(([found]) => found.toLowerCase().replace(" ", "-"))
      .filter((id) => !places.has(id))
      .map((id) => `${path}: ${id}`),
  );
  expect(unknown).toEqual([]);
});

test.each([
  ["docs/panda.md", 70],
  ["docs/rucio.md", 10],
])("Every fact in %s names the test or source that confirms the fact", (page, facts) => {
  const { text } = pageAt(page);
  const words = new Set([...text.matchAll(/^\| (\*\w.*?) \| /gm)].flatMap(([, names = ""]) => names.split(", ")));
  const kept = [...text.matchAll(/^\| <a id="(\w+)">.* \| (.*) \|$/gm)].map(([, id = "", keeper = ""]) => ({
    id,
    names: [...keeper.matchAll(/\*\w+\*|`[^`]+`/g)].map(([name]) => name),
  }));

  expect(kept.length).toBeGreaterThan(facts);
  expect(kept).toHaveLength(text.match(/^\| <a id=/gm)?.length ?? 0);
  expect(kept.filter(({ names }) => names.length === 0)).toEqual([]);
  expect(kept.flatMap(({ names }) => names.filter((name) => name.startsWith("*") && !words.has(name)))).toEqual([]);
});

test("Each decision record that a page names is in docs/adr", () => {
  const decisions = readdirSync(join(root, "docs/adr")).map((name) => name.slice(0, 4));
  const cited = pages.flatMap(({ path, text }) =>
    [...text.matchAll(/\b(?:ADR |docs\/adr\/)(\d{1,4})\b/g)].map(([, number = ""]) => ({
      path,
      number: number.padStart(4, "0"),
    })),
  );

  expect(cited.length).toBeGreaterThan(2);
  expect(cited.filter(({ number }) => !decisions.includes(number))).toEqual([]);
});

test("Each link between pages of docs leads to an existing heading or file", () => {
  const all = [...pagesBelow("docs", ".md"), pageAt("README.md"), pageAt("CONTRIBUTING.md")];
  const anchors = new Map(all.map((page) => [page.path, anchorsOf(page)]));
  const broken = all.flatMap(({ path, text }) =>
    [...text.matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)].flatMap(([, file = "", id]) => {
      const target = file === "" ? path : join(path, "..", file);
      if (!target.endsWith(".md")) return [];
      const there = anchors.get(target);
      return there === undefined || (id !== undefined && !there.has(id)) ? [`${path}: ${file}#${id ?? ""}`] : [];
    }),
  );
  expect(broken).toEqual([]);
});
