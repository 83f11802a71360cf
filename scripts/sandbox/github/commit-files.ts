import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { git, noObject, resolveRevision } from "./git.ts";
import type { Repository } from "./repository.ts";

export type CommitRequest = {
  readonly branch: string;
  /** `null` removes the file. */
  readonly files: Readonly<Record<string, string | null>>;
  readonly message?: string;
  readonly login: string;
  /** Where a new branch starts; the default branch unless said. */
  readonly from?: string;
};

/** A commit on a branch, as a push of a person would leave it; there is no work tree. */
export const commitFiles = async (repository: Repository, request: CommitRequest): Promise<string> => {
  const { dir } = repository;
  const ref = `refs/heads/${request.branch}`;
  const tip = await resolveRevision(dir, ref);
  const parent = tip ?? (await resolveRevision(dir, request.from ?? `refs/heads/${repository.defaultBranch}`));
  const index = join(dir, `index-${randomUUID()}`);
  const env = { GIT_INDEX_FILE: index, ...person("AUTHOR", request.login), ...person("COMMITTER", request.login) };
  try {
    await git(dir, ["read-tree", parent ?? "--empty"], { env });
    const lines: string[] = [];
    for (const [path, content] of Object.entries(request.files)) {
      const blob = content === null ? noObject : await git(dir, ["hash-object", "-w", "--stdin"], { input: content });
      lines.push(`${content === null ? "0" : content.startsWith("#!") ? "100755" : "100644"} ${blob}\t${path}\0`);
    }
    await git(dir, ["update-index", "-z", "--add", "--index-info"], { env, input: lines.join("") });
    const tree = await git(dir, ["write-tree"], { env });
    const message = request.message ?? `Change ${Object.keys(request.files).join(", ")}`;
    const sha = await git(dir, ["commit-tree", tree, ...(parent === undefined ? [] : ["-p", parent]), "-m", message], {
      env,
    });
    await git(dir, ["update-ref", ref, sha, tip ?? noObject]);
    return sha;
  } finally {
    await rm(index, { force: true });
  }
};

const person = (role: "AUTHOR" | "COMMITTER", login: string) => ({
  [`GIT_${role}_NAME`]: login,
  [`GIT_${role}_EMAIL`]: `${login}@users.noreply.github.com`,
});
