import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { claims } from "../../scripts/claims.ts";
import { root } from "../../scripts/demo/scene.ts";
import { pageAt, pagesBelow } from "./pages.ts";

const page = pageAt("docs/threat-model.md").text;
const named = Object.values(claims).flatMap((tests) =>
  Object.entries(tests).flatMap(([file, titles]) => titles.map((title) => ({ file, title }))),
);

/** A title stands in the source as it is written here, behind `test`, `describe` or the list of a `test.each`. */
const isTitled = (text: string, title: string): boolean =>
  [JSON.stringify(title), `'${title}'`, `\`${title}\``].some((written) => text.includes(`${written},`));

test("Each claim of the threat model names existing tests", () => {
  expect(named.length).toBeGreaterThan(30);
  expect(
    Object.values(claims)
      .flatMap(Object.values)
      .filter((titles) => titles.length === 0),
  ).toEqual([]);
  expect(
    named.filter(
      ({ file, title }) => !existsSync(join(root, file)) || title === "" || !isTitled(pageAt(file).text, title),
    ),
  ).toEqual([]);
});

test("No test is named twice in the threat model, and a missing test would be found", () => {
  expect(new Set(named.map(({ title }) => title)).size).toBe(named.length);
  expect(isTitled(pageAt("test/e2e/rules.test.ts").text, "conventions that nobody reviewed send nothing")).toBe(false);
});

test("Each ignored zizmor finding has a row in the threat model, and no other finding has one", () => {
  const ignored = pagesBelow("action/workflows", ".yml").flatMap(({ path, text }) =>
    [...text.matchAll(/# zizmor: ignore\[([\w-]+)\]/g)].map(([, rule]) => `${path.split("/").at(-1)} ${rule}`),
  );
  const explained = [...page.matchAll(/^\| `([\w-]+\.yml)` \| `([\w-]+)`/gm)].map(
    ([, file, rule]) => `${file} ${rule}`,
  );

  expect(ignored.toSorted()).toEqual(explained.toSorted());
  expect(ignored.length).toBeGreaterThan(3);
});
