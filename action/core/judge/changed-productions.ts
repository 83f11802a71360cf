import type { Problem } from "../problem.ts";
import { namedSources } from "../request/named-sources.ts";
import { isRequested, type ProductionSource } from "../source-file.ts";

/** Productions whose own files or conventions a change touches. */
export const touchedFolders = (folders: readonly string[], paths: readonly string[]): readonly string[] => {
  const conventions = paths
    .filter((path) => path === conventionsName || path.endsWith(`/${conventionsName}`))
    .map((path) => path.slice(0, -conventionsName.length));
  return folders.filter(
    (folder) =>
      paths.some((path) => path.startsWith(`${folder}/`)) ||
      conventions.some((above) => `${folder}/`.startsWith(above)),
  );
};

/** Productions that may use shared files which a change touches: those below the folder that holds them. */
export const belowShared = (folders: readonly string[], paths: readonly string[]): readonly string[] => {
  const above = paths.flatMap((path) => /^(.*\/)?_shared\//.exec(path)?.[1] ?? []);
  return folders.filter((folder) => above.some((place) => folder.startsWith(place)));
};

export const usesShared = ({ file, bytes }: ProductionSource): boolean => namedSources(file, bytes, () => []).shared;

/** A request under another name would be merged and never submitted, without a word. */
export const judgeFileNames = (paths: readonly string[]): readonly Problem[] =>
  paths
    .filter((path) => isRequested(path) && /\/production\.ya?ml$/i.test(path) && !path.endsWith("/production.yaml"))
    .map((path) => ({
      code: "wrong-file-name",
      severity: "error",
      file: path,
      line: 1,
      col: 1,
      message: "A request is named production.yaml; under this name nobody reads it.",
      hint: `git mv ${path} ${path.replace(/[^/]*$/, "production.yaml")}`,
    }));

const conventionsName = "conventions.yaml";
const rules = /^(\.github\/|(\.github\/|docs\/)?CODEOWNERS$)|(^|\/)conventions\.yaml$/;

/**
 * A change of the rules is judged by the rules before it, so it may not come with what the new rules would allow
 * (SAFETY part 5).
 */
export const judgeMixture = (paths: readonly string[], folders: readonly string[]): readonly Problem[] => {
  const rule = paths.find((path) => rules.test(path));
  const production = paths.find((path) => folders.some((folder) => path.startsWith(`${folder}/`)));
  if (rule === undefined || production === undefined) return [];
  return [
    {
      code: "split-pull-request",
      severity: "error",
      file: rule,
      line: 1,
      col: 1,
      message: `This pull request changes ${rule} and ${production}: who may approve what cannot change together with what is approved.`,
      hint: "make two pull requests, the rules first",
    },
  ];
};
