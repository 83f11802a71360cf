import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { escapedToAscii } from "../scripts/build/ascii.ts";
import { putInPlace } from "../scripts/build/put-in-place.ts";
import { isSealed, seal } from "../scripts/build/seal.ts";

const folder = (files: Record<string, string>): string => {
  const dir = mkdtempSync(join(tmpdir(), "shrek-build-"));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(dir, path, ".."), { recursive: true });
    writeFileSync(join(dir, path), content);
  }
  return dir;
};
const built = () => folder({ "action/a.ts": "1", "dist/cli.js": "made of 1", "docs/states.md": "made" });

test("npm run build builds a folder that was never built", () => {
  expect(isSealed(built())).toBe(false);
});

test("npm run build skips a folder in which nothing changed since its build", () => {
  const dir = built();
  seal(dir);
  expect(isSealed(dir)).toBe(true);
});

test.each([
  ["a source that changed", "action/a.ts"],
  ["a source that is new", "action/room/b.ts"],
  ["a bundle that somebody edited", "dist/cli.js"],
  ["a page that is made and was edited by hand", "docs/states.md"],
  ["another lockfile", "package-lock.json"],
])("After %s the build runs", (_, path) => {
  const dir = built();
  seal(dir);
  mkdirSync(join(dir, path, ".."), { recursive: true });
  writeFileSync(join(dir, path), "2");
  expect(isSealed(dir)).toBe(false);
});

test("A new build replaces the old one file by file, and deletes files that are no longer made", () => {
  const fresh = folder({ "cli.js": "new", "part-BLgGGJ0s.js": "new part", "workflows/check.yml": "new" });
  const target = folder({ "cli.js": "old", "part-AAAAAAAA.js": "old part", "workflows/gone.yml": "old" });

  putInPlace(fresh, target);

  expect(readFileSync(join(target, "cli.js"), "utf8")).toBe("new");
  expect(readdirSync(target).toSorted()).toEqual(["cli.js", "part-BLgGGJ0s.js", "workflows"]);
  expect(readdirSync(join(target, "workflows"))).toEqual(["check.yml"]);
  expect(existsSync(fresh)).toBe(false);
});

test("The build writes other characters than ASCII as their escapes, which mean the same", () => {
  const code = 'return ["\u00b1 \u{1f600}", /[\u2013]/.test("\u2013"), "\\\\\u00e9"];';
  const escaped = escapedToAscii("cli.js", code);

  expect(escaped).toBe('return ["\\u00b1 \\ud83d\\ude00", /[\\u2013]/.test("\\u2013"), "\\\\\\u00e9"];');
  expect(new Function(escaped)()).toEqual(["\u00b1 \u{1f600}", true, "\\\u00e9"]);
  expect(new Function(code)()).toEqual(new Function(escaped)());
});

test.each([
  ["behind a backslash, which would take the one of the escape", 'const a = "\\\u00e9";'],
  ["behind three backslashes", 'const a = "\\\\\\\u00e9";'],
  ["in a raw template, which keeps the escape as text", "const a = String.raw`b \u00e9`;"],
])("The build refuses another character than ASCII %s", (_, code) => {
  expect(() => escapedToAscii("cli.js", code)).toThrow("cli.js would mean something else in ASCII: ");
});
