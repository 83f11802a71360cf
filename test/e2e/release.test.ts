import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { gitIn, root } from "../../scripts/demo/scene.ts";

const run = promisify(execFile);
let dir: string;
let commit: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "shrek-release-"));
  const asked = [join(root, "scripts/release.ts"), "--output", basename(dir)];
  const { stdout } = await run(process.execPath, asked, { cwd: dirname(dir) });
  commit = /commit ([0-9a-f]{40}), tag v0\.1\.0$/m.exec(stdout)?.[1] ?? "";
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const answers = Object.entries({
  repository: "toy-experiment/productions",
  experiment: "Toy",
  owner: "@ada @grace",
  vo: "sphenix",
  site: "SITE_A",
  scope: "user.sphnxpro",
  "trial-scope": "user.sphnxpro",
  panda: "https://panda.example.org/server/panda",
  login: "id-token",
  ledger: "every-collaborator",
}).flatMap(([name, value]) => [`--${name}`, value]);

const pinsIn = async (folder: string): Promise<readonly string[]> =>
  (await Promise.all((await readdir(folder)).toSorted().map((name) => readFile(join(folder, name), "utf8")))).flatMap(
    (text) => [...text.matchAll(/\/shrek\/action\/\w+@(.+)$/gm)].map(([, pin = ""]) => pin),
  );

test("A release is a commit with the files that users need, under its tag, and the workflows name that commit", async () => {
  const bare = join(dir, "release.git");
  expect((await readdir(join(dir, "tree"))).toSorted()).toEqual([
    "LICENSE",
    "README.md",
    "THIRD-PARTY.txt",
    "action",
    "dist",
    "package.json",
  ]);
  const listed = (await gitIn(bare, "ls-tree", "-r", "--name-only", "v0.1.0")).trim().split("\n");
  expect(listed.filter((path) => path.endsWith(".ts") || path.startsWith("node_modules"))).toEqual([]);
  expect(listed).toContain("action/check/action.yml");
  expect(new Set(await pinsIn(join(dir, "workflows")))).toEqual(new Set([`${commit} # v0.1.0`]));
  expect(await readFile(join(dir, "notes/notes.md"), "utf8")).toMatch(/^## 0\.1\.0/);
});

test("The tag of a release leads to the commit that the workflows name, without the history", async () => {
  // As release.yml carries it from the job that builds to the one that publishes.
  const bundle = join(dir, "actions.bundle");
  await gitIn(join(dir, "release.git"), "bundle", "create", "--quiet", bundle, "--tags");
  await run("git", ["init", "--quiet", "--bare", "--template=", join(dir, "github.git")]);
  await gitIn(join(dir, "github.git"), "fetch", "--quiet", bundle, "refs/tags/*:refs/tags/*");

  const [pin = ""] = await pinsIn(join(dir, "workflows"));
  const told = await gitIn(join(dir, "github.git"), "rev-list", "v0.1.0");

  expect(told.trim()).toBe(pin.split(" ")[0]);
  expect(await gitIn(join(dir, "github.git"), "log", "-1", "--format=%B", "v0.1.0")).toContain(
    `\nSource: ${(await gitIn(root, "rev-parse", "HEAD")).trim()}\n`,
  );
});

test("npm publish in the clone itself would send no file of the source", async () => {
  expect(JSON.parse(await readFile(join(root, "package.json"), "utf8"))).toMatchObject({ private: true, files: [] });
});

test("In the release workflow the job that installs packages cannot write, and npm gets a package only where a variable says so", async () => {
  const text = await readFile(join(root, ".github/workflows/release.yml"), "utf8");
  const release: unknown = parse(text);
  expect(release).toMatchObject({
    permissions: {},
    jobs: {
      build: { if: "github.ref == 'refs/heads/main'", permissions: { contents: "read" } },
      publish: {
        needs: "build",
        environment: "release",
        permissions: { contents: "write", "id-token": "write", attestations: "write" },
      },
      npm: {
        needs: "publish",
        if: "vars.SHREK_NPM == 'yes'",
        environment: "release",
        permissions: { "id-token": "write" },
      },
      // What the workflow's own token publishes starts no workflow; a dispatch does.
      pages: { needs: "publish", permissions: { actions: "write" } },
    },
  });
  const [, privileged = ""] = text.split("\n  publish:\n");
  expect(privileged).not.toMatch(/\bnpx\b|npm (?:install|ci|pack)|curl|wget/);
  expect(privileged).toMatch(/\b[0-9a-f]{128} {2}npm-[\d.]+\.tgz' \| sha512sum --check\b/);
  expect(
    Object.keys((parse(await readFile(join(root, ".github/workflows/website.yml"), "utf8")) as { on: object }).on),
  ).toEqual(["push", "workflow_dispatch"]);
});

test("npm installs the command line into an empty folder without a network, and its shrek init makes a repository", async () => {
  const prefix = join(dir, "prefix");
  const tarball = join(dir, "shrek-0.1.0.tgz");
  await run("npm", ["install", "--global", "--silent", "--offline", "--ignore-scripts", "--prefix", prefix, tarball]);
  // As a person who has nothing else of ours on the PATH.
  const env = { PATH: `${join(prefix, "bin")}:${process.env.PATH ?? ""}`, HOME: dir };
  const shrek = (cwd: string, ...args: readonly string[]) => run("shrek", args, { cwd, env });

  await shrek(dir, "init", "fresh", ...answers);
  const fresh = join(dir, "fresh");
  await gitIn(dir, "init", "--quiet", "--initial-branch=main", fresh);

  expect(new Set(await pinsIn(join(fresh, ".github/workflows")))).toEqual(new Set([`${commit} # v0.1.0`]));
  expect(await readFile(join(fresh, "README.md"), "utf8")).toContain("/releases/download/v0.1.0/shrek-0.1.0.tgz");
  expect((await shrek(fresh, "check")).stdout).toBe("0 productions, good\n");
});

test("npx runs the command line from the tarball in a folder without an installation", async () => {
  const tarball = join(dir, "shrek-0.1.0.tgz");
  const env = { PATH: process.env.PATH, HOME: dir };
  const once = ["--offline", "--yes", "--package", tarball, "shrek", "init", "once"];
  await run("npx", [...once, ...answers], { cwd: dir, env });

  expect(new Set(await pinsIn(join(dir, "once/.github/workflows")))).toEqual(new Set([`${commit} # v0.1.0`]));
});

test("The package says what npm shows of it, and man reads its page of every command without a warning", async () => {
  const manifest: unknown = JSON.parse(await readFile(join(dir, "package/package.json"), "utf8"));
  expect(manifest).toMatchObject({ man: ["man/shrek.1"], publishConfig: { provenance: true }, license: "Apache-2.0" });
  expect(manifest).not.toHaveProperty("private");

  const page = await readFile(join(dir, "package/man/shrek.1"), "utf8");
  expect(page.match(/^\.B "shrek .+"$/gm)?.length).toBeGreaterThan(20);
  expect(page).toContain('.B "shrek check [\\-\\-base REV] PATH..."\nReport every problem');
  expect(page.split("\n").filter((line) => /^['.](?!TH|SH|TP|B |br)/.test(line))).toEqual([]);
});

test("One file runs the command line where there is no Node: cut short it unpacks nothing, and whole it unpacks once, for calls at the same time too", async () => {
  const home = join(dir, "login-node");
  const file = join(dir, "shrek-0.1.0-linux-x64");
  const place = { cwd: root, env: { PATH: "/usr/bin:/bin", HOME: home } };
  const cut = join(dir, "cut-file");
  await writeFile(cut, (await readFile(file)).subarray(0, 1_000_000), { mode: 0o755 });

  await expect(run(cut, ["--version"], place)).rejects.toMatchObject({ stdout: "" });
  expect(await readdir(join(home, ".cache/shrek"))).toEqual([]);

  const answers = await Promise.all(["first", "second"].map(() => run(file, ["--version"], place)));
  expect(answers.map(({ stdout }) => stdout)).toEqual(["0.1.0\n", "0.1.0\n"]);
  expect(await readdir(join(home, ".cache/shrek"))).toEqual([expect.stringMatching(/^0\.1\.0-[0-9a-f]{12}$/)]);
  await expect(run(file, ["check", "productions/toy-pileup"], place)).resolves.toMatchObject({
    stdout: expect.stringMatching(/^1 production, good$/m),
  });
});

test.each([{ given: [] }, { given: ["--output", ""] }])(
  "The release script asked with $given prints its usage, not a stack trace",
  async ({ given }) => {
    await expect(run(process.execPath, [join(root, "scripts/release.ts"), ...given])).rejects.toMatchObject({
      code: 2,
      stderr: "usage: npm run release -- --output DIR\n",
    });
  },
);
