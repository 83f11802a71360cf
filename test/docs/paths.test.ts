import { existsSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../scripts/demo/scene.ts";
import { type Page, pageAt, pagesBelow } from "./pages.ts";

const pages = [...pagesBelow("docs", ".md"), pageAt("README.md"), pageAt("CONTRIBUTING.md")].filter(
  // Written by the build from names that people choose, and by the conventions' examples.
  ({ path }) => !["docs/problems.md", "docs/language.md"].includes(path),
);

const tops = "action|scripts|test|docs|productions|\\.github|\\.ci";
/** A path from the top of the repository: no blank, no placeholder in capitals or `<...>`, no glob. */
const form = new RegExp(`^(?:${tops})/[A-Za-z0-9_./-]*$`);
/** Examples of names, and what the build or a run makes. */
const examples = new Set(["productions/_shared", "productions/_shared/", ".github/runs.txt"]);

const pathsIn = ({ text }: Page): readonly string[] =>
  [...text.matchAll(/`([^`\n]+)`/g)]
    .map(([, quoted = ""]) => quoted.replace(/:[0-9]+(?:-[0-9]+)?$/, ""))
    .filter((quoted) => form.test(quoted) && !/\/[A-Z]+(?:\/|$)/.test(quoted) && !examples.has(quoted));

test("Every path in a page of docs exists", () => {
  const named = pages.flatMap((page) => pathsIn(page).map((path) => ({ page: page.path, path })));

  expect(named.length).toBeGreaterThan(120);
  expect(named.filter(({ path }) => !existsSync(join(root, path)))).toEqual([]);
});

const architecture = pageAt("docs/architecture.md").text;
const sources = ["action", "scripts", "test"].flatMap((folder) => pagesBelow(folder, ".ts"));

/** All that is there below these folders, each path with what ends it: `policy/`, `policy/needs.ts`. */
const there = new Set(
  ["action", "scripts", "test", "docs", "productions", ".github"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true }).flatMap((entry) => {
      const parts = relative(root, join(entry.parentPath, entry.name)).split("/");
      return parts.map((_, begin) => `${parts.slice(begin).join("/")}${entry.isDirectory() ? "/" : ""}`);
    }),
  ),
);

test("Every file and folder that the architecture page names exists, also without the folders above it", () => {
  const named = [...architecture.matchAll(/["`]((?:[\w.-]+\/)*[\w-]+(?:\/|\.(?:ts|md|json|yml|yaml|txt)))[`"]/g)].map(
    ([, name = ""]) => name,
  );
  const top = new Set(readdirSync(root));

  expect(named.length).toBeGreaterThan(220);
  expect(named.filter((name) => !there.has(name) && !top.has(name.replace("/", "")))).toEqual([]);
});

test("Every name of the code that the page on architecture says is there", () => {
  const names = [...architecture.matchAll(/`([a-z]+[A-Z]\w*|[A-Z][a-z]+(?:[A-Z]\w*)?)`/g)].map(([, name = ""]) => name);
  const words = new Set(sources.flatMap(({ text }) => text.match(/\w+/g) ?? []));

  expect(names.length).toBeGreaterThan(20);
  expect(names.filter((name) => !words.has(name))).toEqual([]);
});

test("The description of a submission on the architecture page names every part of a reconcile pass", () => {
  const way = architecture.slice(architecture.indexOf("## The way of a submission"));
  const pages = ["action/flows/reconcile/reconcile.ts", "action/core/pass/planning/plan-pass.ts"].map(pageAt);
  const parts = pages.flatMap(({ text }) =>
    [...text.matchAll(/^import \{.*\} from "\.\.?\/(.+)";$/gm)].flatMap(([line, path = ""]) => {
      const isPart =
        !line.startsWith("import type") && !path.startsWith("../") && !/^(ports|view|asking)\.ts$/.test(path);
      return isPart ? [path.slice(path.lastIndexOf("/") + 1)] : [];
    }),
  );

  expect(parts.length).toBeGreaterThan(12);
  expect(parts.filter((file) => !way.includes(`${file}\``))).toEqual([]);
});
