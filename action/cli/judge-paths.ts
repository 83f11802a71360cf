import { stat } from "node:fs/promises";
import { basename, dirname, relative, resolve, sep } from "node:path";
import { gitForeign } from "../adapters/git-foreign.ts";
import { gitLedger } from "../adapters/git-ledger.ts";
import { changedSince, knownRefs } from "../adapters/git-local.ts";
import { systemBash } from "../adapters/system-bash.ts";
import { systemClock } from "../adapters/system-clock.ts";
import { repositoryTop, workTree } from "../adapters/work-tree.ts";
import { Failure } from "../core/failure.ts";
import { foldersAbove } from "../core/judge/changed-productions.ts";
import { productionsFolder } from "../core/source-file.ts";
import { type Check, check } from "../flows/check.ts";

/** The requests a person means by these paths, judged as they lie on disk. */
export const judgePaths = async (paths: readonly string[], base?: string): Promise<Check> => {
  const top = await repositoryTop(process.cwd());
  const snapshot = workTree(top, gitForeign());
  const place = (await isFolder(resolve(top, productionsFolder))) ? productionsFolder : ".";
  const meant = paths.length === 0 ? [resolve(top, place)] : paths;
  const named = [
    ...new Set((await Promise.all(meant.map(async (path) => snapshot.productions(await folderOf(top, path))))).flat()),
  ];
  if (named.length === 0)
    throw new Failure(`There is no production.yaml at or below ${meant.join(", ")}.`, {
      wayOut: "Name a production's folder.",
    });
  const changed = base === undefined ? undefined : await changedSince(top, base);
  const touched = changed === undefined ? undefined : foldersAbove(changed);
  const folders = touched === undefined ? named : named.filter((folder) => touched.has(folder));
  const ledger = gitLedger({ dir: top, refs: knownRefs(top), clock: systemClock() });
  return check({ snapshot, bash: systemBash(), ledger }, folders, {
    place,
    judgedBefore: folders.length > fewFolders ? await sameAsMain(top, folders) : new Set(),
  });
};

/** So many are judged in full, whatever main says of them. */
const fewFolders = 100;

/** Folders as main has them: its pull requests judged them, with bash and by both readers. */
const sameAsMain = async (top: string, folders: readonly string[]): Promise<ReadonlySet<string>> => {
  const main = await knownRefs(top).read("refs/heads/main");
  if (main === undefined) return new Set();
  const changed = foldersAbove(await changedSince(top, main));
  return new Set(folders.filter((folder) => !changed.has(folder)));
};

const isFolder = async (path: string): Promise<boolean> =>
  (await stat(path).catch(() => undefined))?.isDirectory() === true;

const folderOf = async (top: string, path: string): Promise<string> => {
  const absolute = resolve(path);
  const kind = await stat(absolute).catch(() => undefined);
  if (kind === undefined) throw new Failure(`${path} does not exist.`, { wayOut: "Name a production's folder." });
  const folder = kind.isDirectory()
    ? absolute
    : basename(absolute) === "production.yaml"
      ? dirname(absolute)
      : undefined;
  if (folder === undefined)
    throw new Failure(`${path} is not a production.yaml.`, { wayOut: "Name a production's folder." });
  const inside = relative(top, folder).split(sep).join("/");
  if (inside.startsWith(".."))
    throw new Failure(`${path} is outside the repository ${top}.`, {
      wayOut: "Change to the repository that holds it.",
    });
  return inside === "" ? "." : inside;
};
