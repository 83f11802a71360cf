import { readdir, readFile, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { knownRefs, namedAsRequests } from "../../adapters/git/local.ts";
import { changedSinceMain } from "../../adapters/git/work-status.ts";
import { systemBash } from "../../adapters/system/system-bash.ts";
import { readConventions } from "../../core/conventions/read-conventions.ts";
import { schemaPathOf } from "../../core/editor/editor-schema.ts";
import { checkFileNames, foldersAbove, reachesFurther } from "../../core/files/changed-productions.ts";
import { Failure } from "../../core/problems/failure.ts";
import type { Problem } from "../../core/problems/problem.ts";
import { conventionsName, isPassedOver, productionsFolder, requestName } from "../../core/text/source-file.ts";
import { type Check, check } from "../../flows/check.ts";
import { conventionsAround, validateTemplates } from "../../flows/validation/validate-templates.ts";
import { type Bounds, boundless } from "../../ports/bounds.ts";
import { folderOf, openWorkPlace, type WorkPlace, wayToRequest } from "./work-place.ts";

/** The requests that these paths mean, validated as they are on disk. "briefly": what main has already need not be validated in full again. */
export const validatePaths = async (
  paths: readonly string[],
  again: "in full" | "briefly" = "in full",
  bounds: Bounds = boundless,
  opened: WorkPlace | undefined = undefined,
): Promise<Check> => {
  const workPlace = opened ?? (await openWorkPlace());
  const { top, snapshot, ledger } = workPlace;
  const place = (await isFolder(resolve(top, productionsFolder))) ? productionsFolder : ".";
  const ask = (): Promise<ReadonlySet<string> | undefined> => validatedAnew(workPlace).catch(unknown);
  const askable = again === "briefly" && paths.length === 0;
  // Where many are to be expected, before anything else: git looks at every file, and meanwhile so can we.
  const early = askable && (await readdir(resolve(top, place))).length > fewFolders ? ask() : undefined;
  const meant = paths.length === 0 ? [resolve(top, place)] : requestsAmong(paths);
  const folders = [
    ...new Set((await Promise.all(meant.map(async (path) => snapshot.productions(await folderOf(top, path))))).flat()),
  ];
  // A repository that has just begun: `shrek check` says so, whoever names a path meant a request.
  const begun =
    again === "briefly" &&
    paths.length === 0 &&
    place === productionsFolder &&
    (await isFile(resolve(top, place, conventionsName)));
  if (folders.length === 0 && !begun)
    throw new Failure(`There is no production.yaml at or below ${meant.join(", ")}.`, {
      wayOut: await wayToRequest(meant[0] ?? top),
    });
  const around = again === "briefly" && paths.length === 0 ? checkAround(workPlace, place, folders) : [];
  if (folders.length === 0) {
    const notes = [...(await conventionsProblems(join(top, place))), ...(await around)];
    return { validated: [], reported: [], notes, unread: 0 };
  }
  const checked = await check({ snapshot, bash: systemBash(), ledger, bounds }, folders, {
    place,
    validatedBefore: (askable && folders.length > fewFolders ? (early ?? ask()) : undefined)?.then(
      (above) => new Set(above === undefined ? [] : folders.filter((folder) => !above.has(folder))),
    ),
  });
  return { ...checked, notes: [...checked.notes, ...(await around)] };
};

/** A shell's `productions/*` names conventions, schema and templates too; named by itself, each is refused. */
const requestsAmong = (paths: readonly string[]): readonly string[] => {
  const requests = paths.filter((path) => {
    const name = basename(path);
    return name !== conventionsName && name !== schemaPathOf(conventionsName) && !isPassedOver(name);
  });
  return requests.length === 0 ? paths : requests;
};

/** Other files next to the requests: those that look like a request, and templates. */
const checkAround = async (
  { top, snapshot }: WorkPlace,
  place: string,
  folders: readonly string[],
): Promise<readonly Problem[]> => {
  const [named, templates] = await Promise.all([
    namedAsRequests(top, productionsFolder),
    validateTemplates(snapshot, conventionsAround([`${place}/${requestName}`, ...folders])),
  ]);
  return [...checkFileNames(named), ...templates];
};

/** Without a production, only the conventions are validated. */
const conventionsProblems = async (folder: string): Promise<readonly Problem[]> => {
  const read = readConventions(
    `${productionsFolder}/${conventionsName}`,
    await readFile(join(folder, conventionsName)),
  );
  return read.kind === "read" ? [] : read.problems;
};

/** Up to this number, all are validated in full, whatever main has. */
const fewFolders = 100;

/** Folders as main has them, which were validated in their pull requests, with bash and by both readers. `undefined`: nobody knows. */
const validatedAnew = async (place: WorkPlace): Promise<ReadonlySet<string> | undefined> => {
  const paths = await pathsSinceMain(place);
  return paths === undefined || reachesFurther(paths) || paths.some((path) => path.endsWith("/"))
    ? undefined
    : foldersAbove(paths);
};

const pathsSinceMain = async ({ top, status }: WorkPlace): Promise<readonly string[] | undefined> => {
  const [main, here] = await Promise.all([knownRefs(top).read("refs/heads/main"), status()]);
  return main === undefined || here === undefined ? undefined : changedSinceMain(top, main, here);
};

/** Folders below which something differs from main; `undefined`: nobody knows. */
export const foldersSinceMain = async (place: WorkPlace): Promise<ReadonlySet<string> | undefined> => {
  const paths = await pathsSinceMain(place).catch(unknown);
  return paths === undefined ? undefined : foldersAbove(paths.map((path) => (path.endsWith("/") ? `${path}.` : path)));
};

/** Where git cannot be asked, everything is validated in full. */
const unknown = (error: unknown): undefined => {
  if (!(error instanceof Failure)) throw error;
};

const isFile = async (path: string): Promise<boolean> => (await stat(path).catch(() => undefined))?.isFile() === true;
const isFolder = async (path: string): Promise<boolean> =>
  (await stat(path).catch(() => undefined))?.isDirectory() === true;
