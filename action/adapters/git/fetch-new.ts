import { appendFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { startGit } from "./child.ts";
import { isCommitId } from "./run.ts";
import { fetchPack, type GitService, type HowFar, listRefs, type SentPack } from "./server/git-server.ts";

/** `as`: under which name it is kept here. A name that ends with a star means all that begin so. */
type Wanted = { readonly name: string; readonly as: string | undefined };

/**
 * `git fetch` into a clone of a job's own that has nothing of it, by one process of git instead of six. `wanted`: as git
 * has them, `+refs/heads/main:refs/remotes/origin/main`; a name that is missing there brings nothing at all, as with git.
 * `false`: nothing came, and git has to say why.
 */
export const fetchNew = async (
  dir: string,
  service: GitService,
  wanted: readonly string[],
  howFar: HowFar,
): Promise<boolean> => {
  const specs = wanted.map((spec): Wanted => {
    const [name = "", as] = spec.replace(/^\+/, "").split(":");
    return { name, as };
  });
  const names = specs.filter(({ name }) => !isCommitId(name));
  const prefixes = names.map(({ name }) => name.replace(/\*$/, ""));
  const there = prefixes.length === 0 ? new Map<string, string>() : await listRefs(service, prefixes);
  if (there === undefined) return false;
  if (names.some(({ name }) => !name.endsWith("*") && !there.has(name))) return true;
  const found = specs.flatMap((spec) => commitsOf(spec, there));
  const commits = [...new Set(found.map(({ commit }) => commit))];
  if (commits.length === 0) return true;
  const sent = await fetchPack(service, commits, howFar);
  if (sent === undefined || !(await keepPack(dir, sent))) return false;
  const lines = found.flatMap(({ commit, as }) => (as === undefined ? [] : [`${commit} ${as}\n`]));
  await appendFile(join(dir, ".git/packed-refs"), lines.join(""));
  return true;
};

const commitsOf = (
  { name, as }: Wanted,
  there: ReadonlyMap<string, string>,
): readonly { readonly commit: string; readonly as: string | undefined }[] => {
  if (!name.endsWith("*")) return [{ commit: there.get(name) ?? name, as }];
  const before = name.slice(0, -1);
  return [...there].flatMap(([ref, commit]) =>
    ref.startsWith(before) ? [{ commit, as: as?.replace("*", ref.slice(before.length)) }] : [],
  );
};

/** git looks whether everything is there that leads on, which the commits end that came without their parents. */
const keepPack = async (dir: string, { shallow, pack }: SentPack): Promise<boolean> => {
  const ends = join(dir, ".git/shallow");
  if (shallow.length > 0) await appendFile(ends, shallow.map((commit) => `${commit}\n`).join(""));
  const { code } = await startGit(dir, ["index-pack", "--stdin", "--check-self-contained-and-connected"], {
    input: pack,
  });
  if (code !== 0 && shallow.length > 0) await rm(ends);
  return code === 0;
};
