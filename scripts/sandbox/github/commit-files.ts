import { createHash, randomUUID } from "node:crypto";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { deflateSync } from "node:zlib";
import { noObject, resolveRevision } from "./git.ts";
import { gitEnvironment } from "./git-environment.ts";
import { moveRef } from "./refs.ts";
import type { Repository } from "./repository.ts";
import { readTree, type TreeEntry } from "./shapes/trees.ts";

export type CommitRequest = {
  readonly branch: string;
  /** `null` removes the file; `link` makes a symbolic link. */
  readonly files: Readonly<Record<string, string | null | { readonly link: string }>>;
  readonly message?: string;
  /** Who pushes it. */
  readonly login: string;
  /** Logins, or names with addresses, that the commit gives instead: git believes whoever writes it. */
  readonly author?: string;
  readonly committer?: string;
  /** Where a new branch starts; the default branch unless said. */
  readonly from?: string;
};

/** A commit on a branch, as a push of a person would leave it; there is no work tree. */
export const commitFiles = async (repository: Repository, request: CommitRequest): Promise<string> => {
  const { dir } = repository;
  const ref = `refs/heads/${request.branch}`;
  const parent =
    (await resolveRevision(dir, ref)) ??
    (await resolveRevision(dir, request.from ?? `refs/heads/${repository.defaultBranch}`));
  const message = request.message ?? `Change ${Object.keys(request.files).join(", ")}`;
  const puts = Object.entries(request.files).map(async ([path, content]): Promise<Put> => {
    if (content === null) return { way: path.split("/"), file: undefined };
    const text = typeof content === "object" ? content.link : content;
    const mode = typeof content === "object" ? "120000" : content.startsWith("#!") ? "100755" : "100644";
    return { way: path.split("/"), file: { mode, sha: await writeObject(dir, "blob", Buffer.from(text)) } };
  });
  const commit = await writeCommit(dir, {
    tree: await editTree(dir, parent && `${parent}^{tree}`, await Promise.all(puts)),
    parents: parent === undefined ? [] : [parent],
    message,
    author: signatureOf(request.author ?? request.login),
    committer: signatureOf(request.committer ?? request.login),
  });
  const fault = await moveRef(dir, { ref, before: (await resolveRevision(dir, ref)) ?? noObject, after: commit });
  if (fault !== undefined) throw new Error(`${ref} cannot become ${commit}: ${fault}`);
  return commit;
};

type Put = { readonly way: readonly string[]; readonly file: Pick<TreeEntry, "mode" | "sha"> | undefined };

/** A tree with these files, and without those that go; a folder goes with its last file. */
const editTree = async (dir: string, tree: string | undefined, puts: readonly Put[]): Promise<string> => {
  const rows = new Map((await readTree(dir, tree)).map((entry) => [entry.name, entry]));
  for (const [name, own] of Map.groupBy(puts, ({ way: [first = ""] }) => first)) {
    const known = rows.get(name);
    const [file, isFolder] = [own.find(({ way }) => way.length === 1)?.file, known?.mode === folderMode];
    const below = own.flatMap(({ way: [, ...way], file }) => (way.length === 0 ? [] : [{ way, file }]));
    if (below.length < own.length) rows.delete(name);
    if (file !== undefined) rows.set(name, { name, ...file });
    if (below.length === 0) continue;
    const sha = await editTree(dir, isFolder ? known?.sha : undefined, below);
    if (sha !== emptyTree) rows.set(name, { name, mode: folderMode, sha });
    else if (isFolder) rows.delete(name);
  }
  return writeObject(dir, "tree", treeBytes([...rows.values()]));
};

const folderMode = "40000";
const emptyTree = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

/** git sorts by bytes, a folder as if its name ended with a slash. */
const treeBytes = (rows: readonly TreeEntry[]): Buffer => {
  const sorted = rows
    .map((row) => ({ ...row, key: Buffer.from(row.mode === folderMode ? `${row.name}/` : row.name) }))
    .toSorted((one, other) => Buffer.compare(one.key, other.key));
  const bytes = ({ mode, name, sha }: TreeEntry) => [Buffer.from(`${mode} ${name}\0`), Buffer.from(sha, "hex")];
  return Buffer.concat(sorted.flatMap(bytes));
};

const signatureOf = (who: string): string => (who.includes("<") ? who : `${who} <${who}@users.noreply.github.com>`);

const { GIT_COMMITTER_NAME: name, GIT_COMMITTER_EMAIL: address } = gitEnvironment;
const githubItself = `${name} <${address}>`;

/** What `git commit-tree` writes, without a process of it: each trial merge is one. GitHub commits it, and wrote it unless said. */
export const writeCommit = async (
  dir: string,
  {
    tree,
    parents,
    message,
    author = githubItself,
    committer = githubItself,
  }: {
    readonly tree: string;
    readonly parents: readonly string[];
    readonly message: string;
    readonly author?: string;
    readonly committer?: string;
  },
): Promise<string> => {
  const now = `${Math.floor(Date.now() / 1000)} +0000`;
  const lines = [
    `tree ${tree}`,
    ...parents.map((parent) => `parent ${parent}`),
    `author ${author} ${now}`,
    `committer ${committer} ${now}`,
  ];
  return writeObject(dir, "commit", Buffer.from(`${lines.join("\n")}\n\n${message.trimEnd()}\n`));
};

/** As git lays an object down in a file of its own. */
const writeObject = async (dir: string, type: "blob" | "tree" | "commit", body: Buffer): Promise<string> => {
  const whole = Buffer.concat([Buffer.from(`${type} ${body.length}\0`), body]);
  const sha = createHash("sha1").update(whole).digest("hex");
  const path = join(dir, "objects", sha.slice(0, 2), sha.slice(2));
  const beside = join(dir, "objects", randomUUID());
  await mkdir(dirname(path), { recursive: true });
  await writeFile(beside, deflateSync(whole));
  await rename(beside, path);
  return sha;
};
