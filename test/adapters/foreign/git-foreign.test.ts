import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { foreignLimits, gitForeign } from "../../../action/adapters/foreign/git-foreign.ts";
import { type ForeignTree, largestFile } from "../../../action/core/text/source-file.ts";
import type { HostsInForce } from "../../../action/ports/foreign.ts";
import { type GitHost, gitHost, reach } from "./git-host.ts";

let host: GitHost;
let cache: string;
beforeEach(async () => {
  host = await gitHost();
  cache = await mkdtemp(join(tmpdir(), "shrek-cache-"));
  onTestFinished(() => rm(cache, { recursive: true, force: true }));
  reach(host);
  told.length = 0;
});

const folder = "productions/p";
const hosts: HostsInForce = async () => ["git.example.org"];
const told: string[] = [];
const tell = (detail: string): void => void told.push(detail);
const ask = (commit: string, globs: readonly string[] = ["**"], limits = foreignLimits): Promise<ForeignTree> =>
  gitForeign({ cache, hosts, tell, limits }).tree(folder, { git: host.url, commit, globs });
const neutral = "https://git.example.org/macros.git could not be fetched from git.example.org.";
const filesOf = (tree: ForeignTree): Readonly<Record<string, string>> => {
  if (tree.kind !== "fetched") throw new Error(JSON.stringify(tree));
  return Object.fromEntries(
    tree.entries.map((entry) => [
      entry.path,
      entry.kind === "file" ? new TextDecoder().decode(entry.bytes) : entry.kind,
    ]),
  );
};

describe("a commit on a branch", () => {
  test("Files of another repository that a glob matches are read with their modes", async () => {
    await writeFile(join(host.repository, "run.sh"), "#!/bin/sh\n");
    await chmod(join(host.repository, "run.sh"), 0o755);
    const commit = await host.commit({ "a/b/Fun4All.C": "one", "a/other.C": "two", README: "no" });

    const tree = await ask(commit, ["a/**", "run.sh"]);

    expect(filesOf(tree)).toEqual({ "a/b/Fun4All.C": "one", "a/other.C": "two", "run.sh": "#!/bin/sh\n" });
    expect(tree.kind === "fetched" && tree.entries.at(-1)).toMatchObject({ mode: "100755" });
  });

  test("A commit of another repository is fetched once; afterwards its host is not needed", async () => {
    const commit = await host.commit({ "a.C": "one", "b.C": "two" });
    const first = await ask(commit, ["a.C"]);
    const asked = host.asked();

    expect(await ask(commit, ["a.C"])).toEqual(first);
    expect(host.asked()).toBe(asked);
    await host.close();
    expect(filesOf(await ask(commit, ["a.C"]))).toEqual({ "a.C": "one" });
    expect(await ask(commit, ["b.C"])).toMatchObject({ kind: "unreachable" });
  });

  test("Only the files that a glob matches are transferred from another repository", async () => {
    const commit = await host.commit({ "a.C": "one", "big.root": randomBytes(1_500_000) });

    await ask(commit, ["a.C"]);

    expect(await sizeOf(cache)).toBeLessThan(1_000_000);
  });

  test("Files are read from an older commit of another repository and from a branch that moved on", async () => {
    const old = await host.commit({ "a.C": "old" });
    const now = await host.commit({ "a.C": "new" });

    expect(filesOf(await ask(old))).toEqual({ "a.C": "old" });
    expect(filesOf(await ask(now))).toEqual({ "a.C": "new" });
    const later = await host.commit({ "a.C": "later" });
    expect(filesOf(await ask(later))).toEqual({ "a.C": "later" });
    expect(filesOf(await ask(old))).toEqual({ "a.C": "old" });
  });

  test("Files are read from a commit of another repository that only an annotated tag holds", async () => {
    await host.commit({ "a.C": "main" });
    await host.git("checkout", "--quiet", "--orphan", "aside");
    const tagged = await host.commit({ "a.C": "tagged" });
    await host.git("tag", "-a", "v1", "-m", "v1");
    await host.git("checkout", "--quiet", "main");
    await host.git("branch", "-D", "aside");

    expect(filesOf(await ask(tagged))).toEqual({ "a.C": "tagged" });
  });
});

describe("refusals", () => {
  test("A commit on no branch and no tag of another repository is refused, even if its host serves such commits from forks", async () => {
    await host.commit({ "a.C": "one" });
    await host.git("checkout", "--quiet", "-b", "fork");
    const commit = await host.commit({ "a.C": "of a fork" });
    await host.git("update-ref", "refs/pull/1/head", commit);
    await host.git("checkout", "--quiet", "main");
    await host.git("branch", "-D", "fork");

    expect(await ask(commit)).toMatchObject({
      kind: "refused",
      message: `${host.url} has no commit ${commit} on any of its branches and tags.`,
    });
  });

  test("For files of another repository, an unknown commit and a tree in the place of a commit are refused", async () => {
    const commit = await host.commit({ "a.C": "one" });
    const tree = await host.git("rev-parse", `${commit}^{tree}`);

    expect(await ask("0123456789".repeat(4))).toMatchObject({ kind: "refused" });
    expect(await ask(tree)).toMatchObject({ kind: "refused" });
  });

  test("A git address with another protocol or a login, and a branch in the place of a commit, are refused", async () => {
    const foreign = gitForeign({ cache, hosts });
    const commit = await host.commit({ "a.C": "one" });

    for (const git of [`file://${host.repository}`, host.repository, "https://me:secret@git.example.org/macros.git"])
      expect(await foreign.tree(folder, { git, commit, globs: ["**"] })).toMatchObject({ kind: "refused" });
    expect(await ask("main")).toMatchObject({ kind: "refused" });
    expect(host.asked()).toBe(0);
  });

  test("Another repository that does not exist, or asks for a login, is refused", async () => {
    const git = "https://git.example.org/nothing.git";
    const nowhere = await gitForeign({ cache, hosts, tell }).tree(folder, { git, commit: "0".repeat(40), globs: [] });
    expect(nowhere).toMatchObject({ message: `${git} could not be fetched from git.example.org.` });
    expect(told).toEqual([`${git} does not exist or is not public.`]);

    host.answer((_, response) => response.writeHead(401, { "www-authenticate": "Basic" }).end());
    expect(await ask("0".repeat(40))).toMatchObject({ kind: "unreachable", message: neutral });
    expect(told.at(-1)).toContain("is not public");
  });

  test("A redirect of a git host to another address is not followed", async () => {
    let other = 0;
    host.answer((request, response) => {
      if (request.url?.startsWith("/elsewhere") === true) other++;
      response.writeHead(301, { location: `/elsewhere${request.url ?? ""}` }).end();
    });

    expect(await ask("0".repeat(40))).toMatchObject({ kind: "unreachable", message: neutral });
    expect(told.at(-1)).toContain("redirects to another address");
    expect(other).toBe(0);
  });

  test("A transfer from another repository above the size limit is stopped on its way", async () => {
    const commit = await host.commit({ "big.root": randomBytes(2_000_000), "more.root": randomBytes(2_000_000) });

    expect(await ask(commit, ["**"], { ...foreignLimits, bytes: 1_000_000 })).toMatchObject({
      kind: "refused",
      message: expect.stringContaining("name fewer of its files") as unknown,
    });
  });

  test("A git tree with an invalid file name is refused", async () => {
    await host.commit({ "a.C": "one" });
    const blob = await host.git("rev-parse", "HEAD:a.C");
    const raw = Buffer.concat([Buffer.from("100644 ..\0"), Buffer.from(blob, "hex")]);
    await writeFile(join(host.dir, "tree"), raw);
    const tree = await host.git("hash-object", "-w", "-t", "tree", "--literally", join(host.dir, "tree"));
    const commit = await host.git("commit-tree", tree, "-m", "hostile");
    await host.git("branch", "hostile", commit);

    expect(await ask(commit)).toMatchObject({ kind: "refused" });
  });
});

test("Links, submodules, too large files and LFS pointers of another repository are named and not followed", async () => {
  await symlink("/etc/passwd", join(host.repository, "link"));
  const commit = await host.commit({
    "large.root": Buffer.alloc(largestFile + 1),
    "pointer.root": `version https://git-lfs.github.com/spec/v1\noid sha256:${"0".repeat(64)}\nsize 12\n`,
    ".gitmodules": `[submodule "sub"]\n path = sub\n url = https://git.example.org/other.git\n`,
  });
  await host.git("update-index", "--add", "--cacheinfo", `160000,${commit},sub`);
  await host.git("commit", "--quiet", "-m", "sub");

  const tree = await ask(await host.git("rev-parse", "HEAD"), ["*"]);

  expect(filesOf(tree)).toMatchObject({
    link: "link",
    sub: "submodule",
    "large.root": "too-large",
    "pointer.root": "special",
  });
  expect(tree.kind === "fetched" && tree.entries.find(({ path }) => path === "large.root")).toMatchObject({
    size: largestFile + 1,
  });
});

test("Hooks and attributes of another repository, and a hook of the user, run no program", async () => {
  const proof = join(host.dir, "ran");
  const hooks = join(host.dir, "hooks");
  await mkdir(hooks);
  for (const name of ["post-checkout", "reference-transaction", "post-merge"]) {
    await writeFile(join(hooks, name), `#!/bin/sh\ntouch ${proof}\n`);
    await chmod(join(hooks, name), 0o755);
  }
  await writeFile(join(host.dir, "gitconfig"), `[core]\n\thooksPath = ${hooks}\n`);
  const before = process.env["HOME"];
  process.env["HOME"] = host.dir;
  await writeFile(join(host.dir, ".gitconfig"), `[core]\n\thooksPath = ${hooks}\n`);
  onTestFinished(() => {
    process.env["HOME"] = before;
  });
  const commit = await host.commit({ ".gitattributes": "* filter=evil\n", "a.C": "one" });
  await rm(proof, { force: true });

  expect(filesOf(await ask(commit, ["a.C"]))).toEqual({ "a.C": "one" });

  await expect(readFile(proof)).rejects.toThrow("ENOENT");
});

test("A fetch that is called from a git hook touches only its own repository, although the environment names another", async () => {
  const commit = await host.commit({ "a.C": "one" });
  const refs = await host.git("for-each-ref");
  vi.stubEnv("GIT_DIR", join(host.repository, ".git"));
  vi.stubEnv("GIT_INDEX_FILE", join(host.dir, "index"));

  const tree = await ask(commit);
  vi.stubEnv("GIT_DIR", undefined);
  vi.stubEnv("GIT_INDEX_FILE", undefined);

  expect(filesOf(tree)).toEqual({ "a.C": "one" });
  expect(await host.git("for-each-ref")).toBe(refs);
});

describe("a silent host", () => {
  test("A git host that accepts the connection and never answers is reported", async () => {
    host.answer(() => undefined);

    expect(await ask("0".repeat(40), ["**"], { ...foreignLimits, milliseconds: 700 })).toMatchObject({
      kind: "unreachable",
      message: neutral,
    });
    expect(told).toEqual([`${host.url} did not answer within 1 s.`]);
  });

  test("A git host that does not exist is reported", async () => {
    await host.close();

    expect(await ask("0".repeat(40))).toMatchObject({ kind: "unreachable", message: neutral });
    expect(told.at(-1)).toContain("does not answer");
  });

  test("A git host that answers with errors is reported as out of order", async () => {
    host.answer((_, response) => response.writeHead(503).end());

    expect(await ask("0".repeat(40))).toMatchObject({ kind: "unreachable", message: neutral });
    expect(told.at(-1)).toContain("503");
  });
});

describe("a damaged copy", () => {
  const spoil = async (): Promise<void> => {
    const [store = ""] = await readdir(join(cache, "git"));
    const packs = join(cache, "git", store, "objects/pack");
    for (const name of await readdir(packs)) {
      if (!name.endsWith(".pack")) continue;
      const bytes = await readFile(join(packs, name));
      await chmod(join(packs, name), 0o644);
      bytes.fill(0x55, Math.floor(bytes.length / 2), Math.floor(bytes.length / 2) + 12);
      await writeFile(join(packs, name), bytes);
    }
  };

  test("A damaged copy of another repository is fetched again", async () => {
    const commit = await host.commit({ "a.C": "one" });
    await ask(commit);
    await spoil();

    expect(filesOf(await ask(commit))).toEqual({ "a.C": "one" });
  });

  test("A damaged copy of another repository is never used when its host cannot be reached", async () => {
    const commit = await host.commit({ "a.C": "one" });
    await ask(commit);
    await spoil();
    await host.close();

    expect(await ask(commit)).toMatchObject({ kind: "unreachable" });
  });

  test("A cached file with other bytes under the right name is noticed, although git accepts the copy", async () => {
    const commit = await host.commit({ "a.C": "one" });
    await ask(commit);
    const [store = ""] = await readdir(join(cache, "git"));
    const dir = join(cache, "git", store);
    const oid = await host.git("rev-parse", `${commit}:a.C`);
    await replaceLoose(dir, oid, "two");
    for (const name of await readdir(join(dir, "objects/pack"))) await rm(join(dir, "objects/pack", name));
    await copyObjects(host.repository, dir, [commit, await host.git("rev-parse", `${commit}^{tree}`)]);

    expect(filesOf(await ask(commit))).toEqual({ "a.C": "one" });
    expect((await readdir(join(cache, "git"))).filter((name) => name.includes("damaged"))).toEqual([]);
  });
});

test("Several processes at the same time fill one copy of another repository", async () => {
  const commits = [];
  for (let index = 0; index < 4; index++) commits.push(await host.commit({ "a.C": `${index}` }));
  const script = new URL("ask-foreign.ts", import.meta.url).pathname;

  const answers = await Promise.all(
    commits.map(async (commit) => promisify(execFile)(process.execPath, [script, cache, host.url, commit])),
  );

  expect(answers.map(({ stdout }) => stdout)).toEqual(["0", "1", "2", "3"]);
  expect(await readdir(join(cache, "git"))).toHaveLength(1);
});

test("A git host that is silent for one repository still answers for the others", async () => {
  const commit = await host.commit({ "a.C": "one" });
  const silent = createServer(() => undefined).listen(0, "127.0.0.1");
  onTestFinished(() => void silent.close());
  const foreign = gitForeign({ cache, hosts, limits: { ...foreignLimits, milliseconds: 3000 } });

  const [one, other] = await Promise.all([
    foreign.tree(folder, { git: host.url, commit, globs: ["**"] }),
    foreign.tree(folder, { git: "https://git.example.org/nothing.git", commit, globs: ["**"] }),
  ]);

  expect([one.kind, other.kind]).toEqual(["fetched", "unreachable"]);
});

const sizeOf = async (folder: string): Promise<number> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => (await readFile(join(entry.parentPath, entry.name))).length),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
};

/** A loose object whose bytes are not those of its name. */
const replaceLoose = async (dir: string, oid: string, text: string): Promise<void> => {
  const { deflateSync } = await import("node:zlib");
  const folder = join(dir, "objects", oid.slice(0, 2));
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, oid.slice(2)), deflateSync(Buffer.from(`blob ${text.length}\0${text}`)));
};

const copyObjects = async (from: string, to: string, oids: readonly string[]): Promise<void> => {
  for (const oid of oids) {
    await mkdir(join(to, "objects", oid.slice(0, 2)), { recursive: true });
    const path = join("objects", oid.slice(0, 2), oid.slice(2));
    await writeFile(join(to, path), await readFile(join(from, ".git", path)));
  }
};
