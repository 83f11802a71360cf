import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import pLimit from "p-limit";
import { startGit } from "./child.ts";
import { isMisled } from "./environment.ts";
import { readObjects } from "./objects.ts";
import { isCommitId } from "./run.ts";
import { fetchPack, type GitService, type HowFar, listRefs, type SentPack } from "./server/git-server.ts";
import { type RemotePlace, serviceAt } from "./server/service-at.ts";

/** `as`: under which name it is kept here. A name that ends with a star means all that begin so. */
type Wanted = { readonly name: string; readonly as: string | undefined };

/**
 * `git fetch` into a clone of a job's own, by one process of git instead of six. `wanted`: as git has them,
 * `+refs/heads/main:refs/remotes/origin/main`. `false`: nothing came, and git has to say why.
 */
export const fetchHere = async (
  dir: string,
  place: RemotePlace,
  wanted: readonly string[],
  howFar: HowFar = "all",
): Promise<boolean> => {
  const service = serviceAt(place);
  if (service === undefined || isMisled()) return false;
  const turn = turns.get(dir) ?? pLimit(1);
  turns.set(dir, turn);
  return turn(() => fetchNow(service, dir, wanted, howFar));
};

/** One after the other into a clone: of two, the later one asks later, so that no ref goes back. */
const turns = new Map<string, ReturnType<typeof pLimit>>();

const fetchNow = async (
  service: GitService,
  dir: string,
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
  if (there === undefined || names.some(({ name }) => !name.endsWith("*") && !there.has(name))) return false;
  const found = specs.flatMap((spec) => commitsOf(spec, there));
  const commits = [...new Set(found.map(({ commit }) => commit))];
  const refs = new Map(found.flatMap(({ commit, as }) => (as === undefined ? [] : [[as, commit] as const])));
  if (commits.length === 0 || isHidden(dir, refs)) return commits.length === 0;
  const { cut, branches } = readHere(dir);
  const sent = await fetchPack(service, { commits, have: [...branches, ...cut], cut: [...cut], howFar });
  // A fetch of git's own may have come between.
  if (sent === undefined || !(await keepPack(dir, sent, commits)) || isHidden(dir, refs)) return false;
  const all = new Map([...readHere(dir).refs, ...refs]);
  if (refs.size > 0)
    writeLines(
      dir,
      packedRefs,
      [...all].map(([name, commit]) => `${commit} ${name}`),
    );
  return true;
};

const commitsOf = (
  { name, as }: Wanted,
  there: ReadonlyMap<string, string>,
): readonly { readonly commit: string; readonly as: string | undefined }[] => {
  if (!name.endsWith("*")) return [{ commit: there.get(name) ?? name, as }];
  const before = name.slice(0, -1);
  return [...there].flatMap(([ref, commit]) =>
    ref.startsWith(before) ? [{ commit, as: as?.replace("*", () => ref.slice(before.length)) }] : [],
  );
};

const [packedRefs, shallowFile] = [".git/packed-refs", ".git/shallow"];

/** The refs that such fetches brought, and the commits whose parents they left out. */
const readHere = (dir: string) => {
  const [packed = "", cut = ""] = [packedRefs, shallowFile].map((name) => {
    const path = join(dir, name);
    return existsSync(path) ? readFileSync(path, "utf8") : "";
  });
  const rows = [...packed.matchAll(/^([0-9a-f]{40}) (\S+)$/gm)];
  const refs = new Map(rows.map(([, commit = "", name = ""]) => [name, commit]));
  // A production's tag has no history, and there are many.
  const branches = [...refs].flatMap(([name, commit]) => (name.startsWith("refs/remotes/") ? [commit] : []));
  return { refs, branches, cut: new Set(cut.match(/^[0-9a-f]+$/gm)) };
};

const writeLines = (dir: string, name: string, lines: readonly string[]): void => {
  const path = join(dir, name);
  writeFileSync(`${path}.new`, lines.map((line) => `${line}\n`).join(""));
  renameSync(`${path}.new`, path);
};

/** A ref that git fetched has a file of its own, which would hide ours. */
const isHidden = (dir: string, refs: ReadonlyMap<string, string>): boolean =>
  [...refs.keys()].some((name) => existsSync(join(dir, ".git", name)));

/** git looks whether everything is there that leads on, in the pack or here (1: some of it is here); not at what nothing leads to. */
const keepPack = async (dir: string, { shallow, pack }: SentPack, commits: readonly string[]): Promise<boolean> => {
  const { cut } = readHere(dir);
  const fresh = shallow.filter((commit) => !cut.has(commit));
  if (fresh.length > 0) writeLines(dir, shallowFile, [...cut, ...fresh]);
  let isKept = false;
  try {
    const { code } = await startGit(dir, indexPack, { input: pack });
    isKept = (code === 0 || code === 1) && !(await readObjects(dir, commits)).includes(undefined);
    return isKept;
  } finally {
    if (!isKept) forgetCut(dir, fresh);
  }
};

/** What git's own settings would refuse to fetch, it must see itself. */
const indexPack = [
  ...["index-pack", "--stdin", "--fix-thin"],
  ...["--check-self-contained-and-connected", "--fsck-objects"],
];

/** Else a later fetch would say that these are here. */
const forgetCut = (dir: string, fresh: readonly string[]): void => {
  const left = [...readHere(dir).cut].filter((commit) => !fresh.includes(commit));
  if (left.length > 0) writeLines(dir, shallowFile, left);
  else rmSync(join(dir, shallowFile), { force: true });
};
