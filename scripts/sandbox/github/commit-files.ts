import { createHash, randomUUID } from "node:crypto";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { deflateSync } from "node:zlib";
import { git, resolveRevision } from "./git.ts";
import { gitEnvironment } from "./git-environment.ts";
import type { Repository } from "./repository.ts";

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
  const author = signatureOf(request.author ?? request.login);
  const committer = signatureOf(request.committer ?? request.login);
  const message = request.message ?? `Change ${Object.keys(request.files).join(", ")}`;
  const parts = [
    `commit ${ref}\nmark :1\nauthor ${author}\ncommitter ${committer}\n${data(`${message}\n`)}`,
    parent === undefined ? "" : `from ${parent}\n`,
    ...Object.entries(request.files).map(([path, content]) => {
      if (content === null) return `D ${quoted(path)}\n`;
      if (typeof content === "object") return `M 120000 inline ${quoted(path)}\n${data(content.link)}`;
      return `M ${content.startsWith("#!") ? "100755" : "100644"} inline ${quoted(path)}\n${data(content)}`;
    }),
    "\nget-mark :1\n",
  ];
  return git(dir, ["fast-import", "--quiet", "--date-format=now"], { input: parts.join("") });
};

/** As git's C strings: a name may hold quotes, line breaks and whatever else but zero. */
const quoted = (path: string): string =>
  /^"|[\n\\]/.test(path) ? `"${path.replace(/["\\]/g, "\\$&").replaceAll("\n", "\\n")}"` : path;

const signatureOf = (who: string): string =>
  who.includes("<") ? `${who} now` : `${who} <${who}@users.noreply.github.com> now`;

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
  }: {
    readonly tree: string;
    readonly parents: readonly string[];
    readonly message: string;
    readonly author?: string;
  },
): Promise<string> => {
  const now = `${Math.floor(Date.now() / 1000)} +0000`;
  const lines = [
    `tree ${tree}`,
    ...parents.map((parent) => `parent ${parent}`),
    `author ${author} ${now}`,
    `committer ${githubItself} ${now}`,
  ];
  const body = Buffer.from(`${lines.join("\n")}\n\n${message.trimEnd()}\n`);
  const whole = Buffer.concat([Buffer.from(`commit ${body.length}\0`), body]);
  const sha = createHash("sha1").update(whole).digest("hex");
  const path = join(dir, "objects", sha.slice(0, 2), sha.slice(2));
  const beside = join(dir, "objects", randomUUID());
  await mkdir(dirname(path), { recursive: true });
  await writeFile(beside, deflateSync(whole));
  await rename(beside, path);
  return sha;
};

/** A length and so many bytes, as fast-import reads them. */
const data = (text: string): string => `data ${Buffer.byteLength(text)}\n${text}\n`;
