import { stat } from "node:fs/promises";
import { basename, dirname, relative, resolve, sep } from "node:path";
import { gitForeign } from "../adapters/git-foreign.ts";
import { gitLedger } from "../adapters/git-ledger.ts";
import { changedSince, knownRefs } from "../adapters/git-local.ts";
import { gitTreeIds } from "../adapters/git-tree-ids.ts";
import { systemBash } from "../adapters/system-bash.ts";
import { systemClock } from "../adapters/system-clock.ts";
import { repositoryTop, workTree } from "../adapters/work-tree.ts";
import { Failure } from "../core/failure.ts";
import { foldersAbove, reachesFurther } from "../core/judge/changed-productions.ts";
import { productionsFolder } from "../core/source-file.ts";
import { type Check, check } from "../flows/check.ts";
import type { Snapshot } from "../ports/snapshot.ts";

/** The requests a person means by these paths, judged as they lie on disk. "briefly": what main has already need not be judged in full again. */
export const judgePaths = async (
  paths: readonly string[],
  { base, again = "in full" }: { readonly base?: string | undefined; readonly again?: "in full" | "briefly" } = {},
): Promise<Check> => {
  const top = await repositoryTop(process.cwd());
  const snapshot = workTree(top, gitForeign());
  // Asked first: git looks at every file, and meanwhile so can we.
  const changes =
    again === "briefly" && paths.length === 0 ? changedSinceMain(top, snapshot).catch(unknown) : undefined;
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
    judgedBefore: (folders.length > fewFolders ? changes : undefined)?.then(
      (above) => new Set(above === undefined ? [] : folders.filter((folder) => !above.has(folder))),
    ),
  });
};

/** So many are judged in full, whatever main says of them. */
const fewFolders = 100;

/** Folders as main has them, which its pull requests judged, with bash and by both readers. `undefined`: nobody knows. */
const changedSinceMain = async (top: string, snapshot: Snapshot): Promise<ReadonlySet<string> | undefined> => {
  const main = await knownRefs(top).read("refs/heads/main");
  const names = main === undefined ? undefined : await gitTreeIds(top, main).now();
  const paths = names === undefined ? undefined : await snapshot.ids.differing(names.productions);
  return paths === undefined || reachesFurther(paths) || paths.some((path) => path.endsWith("/"))
    ? undefined
    : foldersAbove(paths);
};

/** Where git cannot be asked, everything is judged in full. */
const unknown = (error: unknown): undefined => {
  if (!(error instanceof Failure)) throw error;
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
