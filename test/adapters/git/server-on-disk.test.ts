import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { commitFiles } from "../../../action/adapters/git/commit.ts";
import { chooseRemote } from "../../../action/adapters/git/local.ts";
import { remoteRefs } from "../../../action/adapters/git/refs.ts";
import { textFile } from "../../../action/core/text/source-file.ts";
import { emptyFolder, emptyRepository, frozenClock, installHook, runGit } from "../../contracts/git-place.ts";
import { countGit } from "./count-git.ts";

const branch = "refs/heads/ledger";
const clock = frozenClock();
const commitOn = (dir: string, parent: string | undefined, text: string): Promise<string> =>
  commitFiles(dir, clock, { parent, files: [textFile("f", text)], why: "change", kept: "later" });

const openFolder = async () => {
  const folder = await emptyRepository("--bare");
  const dir = await emptyRepository();
  return { folder, dir, refs: remoteRefs(dir, folder, {}, folder) };
};

test("A push to a folder starts one process of git, and reading a ref there none", async () => {
  const { folder, dir, refs } = await openFolder();
  const first = await commitOn(dir, undefined, "one");
  const started = await countGit();

  expect(await refs.swap(branch, undefined, first)).toBe("swapped");
  const second = await commitOn(dir, first, "two");
  expect(await refs.swap(branch, first, second)).toBe("swapped");
  expect(await refs.read(branch)).toBe(second);
  expect(await refs.read("refs/heads/led")).toBeUndefined();
  expect(await started()).toEqual(["receive-pack", "receive-pack"]);

  expect(await refs.under("refs/heads/led")).toEqual(new Map([[branch, second]]));
  expect(await runGit(folder, "log", "--format=%H", branch)).toBe(`${second}\n${first}`);
});

test("A hook of a folder that refuses a push is told, and where it refuses one of two the other goes through", async () => {
  const { folder, dir, refs } = await openFolder();
  await installHook(folder, "update", 'case "$1" in refs/heads/no) echo "not this" >&2; exit 1;; esac');
  const push = async (name: string) => refs.swap(`refs/heads/${name}`, undefined, await commitOn(dir, undefined, name));

  const outcomes = await Promise.allSettled(["first", "no", "yes"].map(push));

  expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect(String(outcomes[1]?.status === "rejected" ? outcomes[1].reason : "")).toContain("not this");
});

test("A folder that is no repository is told in git's words", async () => {
  const { dir } = await openFolder();
  const empty = await emptyFolder();

  const refs = remoteRefs(dir, empty, {}, empty);
  await expect(refs.read(branch)).rejects.toThrow(/cannot be read|not appear to be a git repository|does not exist/);
  await expect(refs.swap(branch, undefined, await commitOn(dir, undefined, "x"))).rejects.toThrow();
});

test("A remote counts as a folder only where git reads and pushes at one place of this disk", async () => {
  const dir = await emptyRepository();
  const [here, other] = [await emptyFolder(), await emptyFolder()];
  const folderOf = async (...settings: readonly (readonly [string, string])[]) => {
    await runGit(dir, "config", "--remove-section", "remote.origin").catch(() => undefined);
    for (const [name, value] of settings) await runGit(dir, "config", "--add", `remote.origin.${name}`, value);
    return (await chooseRemote(dir, undefined))?.folder;
  };

  expect(await folderOf(["url", here])).toBe(here);
  expect(await folderOf(["url", `file://${here}`])).toBe(here);
  expect(await folderOf(["url", here], ["pushurl", other])).toBeUndefined();
  expect(await folderOf(["url", here], ["pushurl", here], ["pushurl", other])).toBeUndefined();
  expect(await folderOf(["url", "https://github.com/o/r.git"])).toBeUndefined();
  expect(await folderOf(["url", "git@github.com:o/r.git"])).toBeUndefined();
  expect(await folderOf(["url", `${here}/gone`])).toBeUndefined();
  await runGit(dir, "config", `url.${here}.insteadOf`, "our:");
  expect(await folderOf(["url", "our:"])).toBe(here);
  await runGit(dir, "config", `url.${other}.pushInsteadOf`, "our:");
  expect(await folderOf(["url", "our:"])).toBeUndefined();
});

test("A ref in a folder is read where git keeps it, packed or not, and as git itself where the folder is a work tree", async () => {
  const { folder, dir, refs } = await openFolder();
  const first = await commitOn(dir, undefined, "one");
  await refs.swap(branch, undefined, first);
  await runGit(folder, "pack-refs", "--all");
  expect(await readFile(`${folder}/packed-refs`, "utf8")).toContain(branch);
  expect(await refs.read(branch)).toBe(first);

  const second = await commitOn(dir, first, "two");
  await refs.swap(branch, first, second);
  expect(await refs.read(branch)).toBe(second);

  const tree = await emptyRepository();
  const there = remoteRefs(dir, tree, {}, tree);
  expect(await there.swap(branch, undefined, second)).toBe("swapped");
  expect(await there.read(branch)).toBe(second);
  await runGit(tree, "worktree", "add", "--quiet", `${tree}/beside`, branch);
  expect(await remoteRefs(dir, `${tree}/beside`, {}, `${tree}/beside`).read(branch)).toBe(second);
});
