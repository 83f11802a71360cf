import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { gitIn, root } from "../../scripts/demo/scene.ts";

const run = promisify(execFile);

const scratch = async (): Promise<string> => {
  const dir = await mkdtemp(join(tmpdir(), "shrek-release-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
};

test("a release is a commit of what users need, and the workflows name it", async () => {
  const dir = await scratch();
  const { stdout } = await run(process.execPath, [join(root, "scripts/release.ts"), "--output", dir]);
  const commit = /commit ([0-9a-f]{40}) \(not tagged\)/.exec(stdout)?.[1] ?? "";

  expect((await readdir(join(dir, "tree"))).toSorted()).toEqual([
    "LICENSE",
    "README.md",
    "action",
    "dist",
    "package.json",
  ]);
  const listed = (await gitIn(root, "ls-tree", "-r", "--name-only", commit)).trim().split("\n");
  expect(listed.filter((path) => path.endsWith(".ts") || path.startsWith("node_modules"))).toEqual([]);
  expect(listed).toContain("action/check/action.yml");
  for (const name of ["check", "comment", "command", "reconcile"]) {
    const pins = [
      ...(await readFile(join(dir, "workflows", `${name}.yml`), "utf8")).matchAll(/\/shrek\/action\/\w+@(\w+)/g),
    ].map(([, pin]) => pin);
    expect(new Set(pins)).toEqual(new Set([commit]));
  }
});

test("npm installs the command line from a release, without a network and without a dependency", async () => {
  const dir = await scratch();
  await run(process.execPath, [join(root, "scripts/release.ts"), "--output", dir]);
  const { stdout: packed } = await run("npm", ["pack", "--silent", "./tree"], { cwd: dir });
  await run("npm", [
    "install",
    "--silent",
    "--offline",
    "--ignore-scripts",
    "--prefix",
    join(dir, "user"),
    join(dir, packed.trim()),
  ]);

  const { stdout } = await run(
    process.execPath,
    [join(dir, "user/node_modules/shrek/dist/cli.js"), "plan", "productions/toy-pileup"],
    { cwd: root },
  );

  expect(stdout).toContain("sP26a-toy-pileup 1.0.0");
});

test("without its option the release script prints its usage, not a stack", async () => {
  await expect(run(process.execPath, [join(root, "scripts/release.ts")])).rejects.toMatchObject({
    code: 2,
    stderr: "usage: npm run release -- --output DIR [--tag]\n",
  });
});
