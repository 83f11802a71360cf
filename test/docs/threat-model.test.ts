import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../scripts/demo/scene.ts";
import { pageAt, pagesBelow } from "./pages.ts";

const page = pageAt("docs/threat-model.md").text;
const claims = page.slice(page.indexOf("## Claims"), page.indexOf("## zizmor"));
const rows = claims.split("\n").filter((line) => line.startsWith("- "));
const named = rows.map((row) => {
  const [, title = "", file = ""] = /"(.+)" `([^`]+)`$/.exec(row) ?? [];
  return { row, file, title };
});

/** A title stands in the source as it is written here, behind `test`, `describe` or the list of a `test.each`. */
const isTitled = (text: string, title: string): boolean =>
  [JSON.stringify(title), `'${title}'`, `\`${title}\``].some((written) => text.includes(`${written},`));

test("Each claim of the threat model names an existing test", () => {
  expect(rows.length).toBeGreaterThan(30);
  expect(
    named.filter(
      ({ file, title }) => !existsSync(join(root, file)) || title === "" || !isTitled(pageAt(file).text, title),
    ),
  ).toEqual([]);
});

test("No claim is repeated in the threat model, and a missing test would be found", () => {
  expect(new Set(named.map(({ row }) => row.split(" `")[0])).size).toBe(rows.length);
  expect(isTitled(pageAt("test/e2e/rules.test.ts").text, "conventions that nobody reviewed send nothing")).toBe(false);
});

test("Each ignored zizmor finding has a row in the threat model, and no other finding has one", () => {
  const ignored = pagesBelow(".github/workflows", ".yml").flatMap(({ path, text }) =>
    [...text.matchAll(/# zizmor: ignore\[([\w-]+)\]/g)].map(([, rule]) => `${path.split("/").at(-1)} ${rule}`),
  );
  const explained = [...page.matchAll(/^\| `([\w-]+\.yml)` \| `([\w-]+)`/gm)].map(
    ([, file, rule]) => `${file} ${rule}`,
  );

  expect(ignored.toSorted()).toEqual(explained.toSorted());
  expect(ignored.length).toBeGreaterThan(3);
});
