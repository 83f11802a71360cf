import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { togetherLoaded } from "../scripts/chunk-groups.ts";
import { releaseTree } from "../scripts/release/tree.ts";

const dist = new URL("../dist/", import.meta.url);

/** All files that Node loads before the first line of this one runs. */
const loadedWith = (file: string, seen = new Set<string>()): ReadonlySet<string> => {
  if (seen.has(file)) return seen;
  seen.add(file);
  const text = readFileSync(new URL(file, dist), "utf8");
  for (const [, name = ""] of text.matchAll(/^(?:import|export) .*"\.\/([^"]+\.js)";$/gm)) loadedWith(name, seen);
  return seen;
};
const without = (files: ReadonlySet<string>): readonly string[] =>
  [...files].map((name) => name.replace(/-[\w-]{8}\.js$/, ""));

test.each(["check.js", "comment.js", "cli.js"])(
  "The program %s starts without loading the modules that validate requests",
  (entry) => {
    const names = without(loadedWith(entry));
    expect(names).not.toContain("judging");
  },
);

test.each(["comment.js", "validate.js"])("The program %s does its work without loading the command line", (entry) => {
  expect(without(loadedWith(entry))).not.toContain("command-line");
});

test("The command line starts without reading YAML, rendering, or packing", () => {
  const [, begin = ""] = /import\("\.\/([^"]+)"\)/.exec(readFileSync(new URL("cli.js", dist), "utf8")) ?? [];
  const texts = [...loadedWith(begin)].map((file) => readFileSync(new URL(file, dist), "utf8"));
  expect(texts.some((text) => text.includes("// node_modules/@stricli/core/"))).toBe(true);
  for (const module of ["node_modules/js-yaml/", "node_modules/modern-tar/", "action/core/render/"])
    expect(texts.filter((text) => text.includes(`// ${module}`)).length, module).toBe(0);
});

test("Each file of the bundle is of ASCII, so that Node holds it in one byte a character", () => {
  const others = readdirSync(dist).filter(
    (name) => name.endsWith(".js") && /[^\0-\x7f]/.test(readFileSync(new URL(name, dist), "utf8")),
  );
  expect(others).toEqual([]);
});

test("Each module that begins a file of the bundle exists", () => {
  const gone = togetherLoaded
    .flatMap(([, modules]) => modules)
    .filter((module) => !existsSync(new URL(`../action/${module}.ts`, import.meta.url)));
  expect(gone).toEqual([]);
});

test.each(["comment.js", "command.js", "reconcile.js"])(
  "The program %s starts without a second HTTP client, which only a proxy needs",
  (entry) => {
    const names = without(loadedWith(entry));
    expect(names).toContain("octokit");
    const texts = [...loadedWith(entry)].map((file) => readFileSync(new URL(file, dist), "utf8"));
    expect(texts.filter((text) => text.includes('UND_ERR_CONNECT_TIMEOUT"'))).toEqual([]);
  },
);

test("The modules that validate requests are bundled into few files", () => {
  const names = without(loadedWith("validate.js"));
  expect(names).toContain("judging");
  expect(names.length).toBeLessThan(10);
});

test("A release holds every file that another of its files loads", () => {
  const texts = releaseTree()
    .filter(({ path }) => path.startsWith("dist/"))
    .map(({ bytes }) => new TextDecoder().decode(bytes));
  const named = texts.flatMap((text) => [...text.matchAll(/"\.\/([\w-]+\.c?js)"/g)].flatMap(([, name]) => name ?? []));
  const held = new Set(releaseTree().map(({ path }) => path));

  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((name) => !held.has(`dist/${name}`))).toEqual([]);
});
