import { basename, dirname, join } from "node:path/posix";
import { makeProblem, type Problem, quotable } from "../problems/problem.ts";
import { namedSources } from "../request/named-sources.ts";
import {
  conventionsName,
  isConventionsPath,
  isPassedOver,
  isRequested,
  type ProductionSource,
  productionsFolder,
  requestName,
  sharedFolder,
} from "../text/source-file.ts";
import { fitsGlob } from "./glob.ts";

/** Every folder that holds one of these paths, at any depth. */
export const foldersAbove = (paths: readonly string[]): ReadonlySet<string> => {
  const folders = new Set<string>();
  for (const path of paths)
    for (let at = dirname(path); at !== "." && !folders.has(at); at = dirname(at)) folders.add(at);
  return folders;
};

/** Productions whose own files or conventions a change touches. */
export const touchedFolders = (folders: readonly string[], paths: readonly string[]): readonly string[] => {
  const above = foldersAbove(paths);
  const conventions = paths.filter(isConventionsPath).map((path) => path.slice(0, -conventionsName.length));
  return folders.filter((folder) => above.has(folder) || conventions.some((place) => `${folder}/`.startsWith(place)));
};

/** Whether a change may touch productions other than those whose files it changes. */
export const reachesFurther = (paths: readonly string[]): boolean =>
  paths.some((path) => isConventionsPath(path) || path.split("/").includes(sharedFolder));

/** Productions that may use shared files which a change touches: those below the folder that holds them, which may be the repository's top. */
export const belowShared = (folders: readonly string[], paths: readonly string[]): readonly string[] => {
  const above = [...new Set(paths.flatMap((path) => /^(|.*\/)_shared\//.exec(path)?.[1] ?? []))];
  return folders.filter((folder) => above.some((place) => folder.startsWith(place)));
};

/** Whether a request names one of the shared files that a change touches. */
export const usesShared = (
  { file, bytes, conventions }: Pick<ProductionSource, "file" | "bytes" | "conventions">,
  paths: readonly string[],
): boolean => {
  const place = join(dirname(conventions?.file ?? ""), sharedFolder, "/");
  const changed = paths.flatMap((path) => (path.startsWith(place) ? [path.slice(place.length)] : []));
  if (changed.length === 0) return false;
  return namedSources(file, bytes, () => []).shared.some((glob) => changed.some((path) => fitsGlob(path, glob)));
};

/**
 * A request under another name, or where nobody looks, would be merged and never submitted, without a word. Outside of
 * `productions` it only warns: a repository may keep such a file for something else.
 */
export const checkFileNames = (paths: readonly string[]): readonly Problem[] =>
  paths
    .filter((path) => /(^|\/)production\.ya?ml$/i.test(path) && !mayHoldRequests(path))
    .flatMap((file) => {
      if (!isRequested(file))
        return makeProblem({ file }, "wrong-file-name", { severity: "warning", ...outsideOf(file) });
      const fault = file.endsWith(`/${requestName}`) ? (unreadable(file) ?? passedOver(file)) : otherName(file);
      return fault === undefined ? [] : makeProblem({ file }, "wrong-file-name", fault);
    });

const outsideOf = (path: string): Told => {
  const folder = dirname(path);
  const to = `${productionsFolder}/${folder === "." ? "NAME" : basename(folder)}`;
  return {
    message: `SHREK reads requests in the folders of ${productionsFolder}/ only: this one would never be submitted.`,
    hint: `move it to ${/^[\w./-]+$/.test(to) ? to : `a folder of ${productionsFolder}`}/${requestName}, with the files beside it`,
  };
};

type Told = Pick<Problem, "message" | "hint">;

const otherName = (path: string): Told => ({
  message: "A request must be named production.yaml; SHREK does not read this file.",
  // People copy it into a shell, which a stranger's path must not reach.
  hint: /^[\w./-]+$/.test(path)
    ? `git mv ${path} ${path.replace(/[^/]*$/, "production.yaml")}`
    : "rename the file to production.yaml",
});

/** Git keeps any bytes as a name; what is not UTF-8 was read as U+FFFD, by which git finds nothing. */
const unreadable = (path: string): Told | undefined => {
  const what = path.includes("\uFFFD")
    ? "is not UTF-8"
    : /[\\\p{Cc}]/u.test(path)
      ? "has a backslash or a control character"
      : "";
  return what === ""
    ? undefined
    : {
        message: `The name of its folder ${what}, so SHREK cannot find this request and would never submit it.`,
        hint: "rename the folder; plain letters, digits, - and _ do for everybody",
      };
};

const passedOver = (path: string): Told | undefined => {
  const name = dirname(path).split("/").find(isPassedOver);
  return name === undefined
    ? undefined
    : {
        message: quotable(`SHREK does not search ${name} for productions, so this request would never be submitted.`),
        hint: "give the folder a name other than node_modules that does not begin with _ or .",
      };
};

/** What is shared, and what requests begin from, may have the form of a request; GitHub's issue forms have its name. */
const mayHoldRequests = (path: string): boolean =>
  path.startsWith(".github/ISSUE_TEMPLATE/") ||
  path.split("/").some((name) => name === sharedFolder || name === templatesFolder);
const templatesFolder = "_templates";

const rules = /^(\.github\/|campaigns\/|(\.github\/|docs\/)?CODEOWNERS$)|(^|\/)conventions\.yaml$/;

/** The rules before it check a change of rules, so it comes without what the new ones would allow (SAFETY trust). */
export const checkMixture = (paths: readonly string[], folders: readonly string[]): readonly Problem[] => {
  const rule = paths.find((path) => rules.test(path));
  const known = new Set(folders);
  const production =
    rule === undefined
      ? undefined
      : paths.find(
          (path) =>
            !rules.test(path) &&
            ([...foldersAbove([path])].some((folder) => known.has(folder)) || belowShared(folders, [path]).length > 0),
        );
  if (rule === undefined || production === undefined) return [];
  return [
    makeProblem({ file: rule }, "split-pull-request", {
      message: `This pull request changes ${rule} and ${production}: rules and productions cannot change in one pull request.`,
      hint: "make two pull requests, the rules first",
    }),
  ];
};
