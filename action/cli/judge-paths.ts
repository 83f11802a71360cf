import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { changedSince } from "../adapters/git-local.ts";
import { systemBash } from "../adapters/system-bash.ts";
import { Failure } from "../core/failure.ts";
import { productionsFolder } from "../core/source-file.ts";
import { type Check, check } from "../flows/check.ts";
import { folderOf, openWorkPlace } from "./work-place.ts";

/** The requests a person means by these paths, judged as they lie on disk. */
export const judgePaths = async (paths: readonly string[], base?: string): Promise<Check> => {
  const { top, snapshot, ledger } = await openWorkPlace();
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
  const folders =
    changed === undefined ? named : named.filter((folder) => changed.some((path) => path.startsWith(`${folder}/`)));
  const all = await snapshot.productions(place);
  return check({ snapshot, bash: systemBash(), ledger }, folders, all);
};

const isFolder = async (path: string): Promise<boolean> =>
  (await stat(path).catch(() => undefined))?.isDirectory() === true;
