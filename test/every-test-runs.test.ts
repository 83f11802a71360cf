import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import config from "../vitest.config.ts";
import { everyTime } from "./e2e/every-time.ts";
import { longest } from "./longest-first.ts";

const root = new URL("../", import.meta.url);
const found = (patterns: readonly string[]): readonly string[] => globSync([...patterns], { cwd: root });

type Project = { readonly name: string; readonly files: readonly string[] };
const projects: readonly Project[] = (config.test?.projects ?? []).map((project) => {
  if (typeof project !== "object" || !("test" in project) || typeof project.test?.name !== "string")
    throw new Error("a project without a name");
  const { name, include = [], exclude = [] } = project.test;
  const left = new Set(found(exclude.map((pattern) => pattern.replace(/\/\*\*$/, "/**/*"))));
  return { name, files: found(include).filter((path) => !left.has(path)) };
});

const { scripts } = JSON.parse(readFileSync(new URL("package.json", root), "utf8")) as {
  readonly scripts: Readonly<Record<string, string>>;
};
const projectsOf = (script: string): readonly string[] =>
  [...(scripts[script] ?? "").matchAll(/--project ([a-z-]+)/g)].map(([, name = ""]) => name);

test("Every test file is in exactly one project", () => {
  const all = found(["test/**/*.test.ts"]);
  expect(all.length).toBeGreaterThan(300);
  expect(projects.flatMap(({ files }) => files).toSorted()).toEqual(all.toSorted());
});

test("`npm test` and `npm run test:stories` run every project once, and .ci/run calls both", () => {
  const run = [...projectsOf("test"), ...projectsOf("test:stories")];
  expect(run.toSorted()).toEqual(projects.map(({ name }) => name).toSorted());
  const ci = readFileSync(new URL(".ci/run", root), "utf8");
  expect(ci).toMatch(/^part test npm test$/m);
  expect(ci).toMatch(/^part stories npm run test:stories$/m);
});

test("The stories that `npm test` runs exist, and its last line says what was left out", () => {
  const stories = projects.find(({ name }) => name === "every-time")?.files ?? [];
  expect(stories.toSorted()).toEqual([...everyTime].toSorted());
  expect(scripts["test"]).toMatch(/&& node scripts\/left-out\.ts$/);
});

test("The files that begin first are stories", () => {
  const stories = new Set(projects.find(({ name }) => name === "stories")?.files);
  expect(longest.filter((path) => !stories.has(path))).toEqual([]);
});
