import { folderPattern, type PatternNames } from "../files/folder-pattern.ts";

/** A pattern of CODEOWNERS as a list of names to match, folder by folder; `**` stands for any folders. */
export type OwnerPattern = readonly string[];

/**
 * GitHub's reading, which is not git's: no `!`, no `[ ]`, no `\#`, and `docs/*` holds for files of docs alone.
 * `undefined`: GitHub passes over the line.
 */
export const readPattern = (written: string): OwnerPattern | undefined => {
  if (/^[!]|^\\#|[[\]]|\*\*\*/.test(written) || written === "/") return undefined;
  const anchored = !/^[^/]+\/?$/.test(written);
  const names = written.replace(/^\//, "").split("/");
  const last = names.at(-1);
  // `docs/` and `docs/**` hold for what lies in it, `docs` for the file of that name too.
  const end =
    last === "" || last === "**" ? [...names.slice(0, -1), "**", "*"] : last === "*" ? names : [...names, "**"];
  return anchored ? end : ["**", ...end];
};

export const fitsPattern = (path: string, pattern: OwnerPattern): boolean => {
  const matcher = matchers.get(pattern) ?? folderPattern(pattern.map(lettersOfName));
  matchers.set(pattern, matcher);
  return matcher(path);
};
const matchers = new WeakMap<OwnerPattern, (path: string) => boolean>();

/** A character that follows a backslash stands for itself. */
const lettersOfName = (name: string): PatternNames[number] =>
  name === "**"
    ? "folders"
    : (name.match(/\\?./gsu) ?? []).map((piece) =>
        piece === "*" ? "many" : piece === "?" ? undefined : lastOf(piece),
      );
const lastOf = (piece: string): string => (piece.startsWith("\\") ? piece.slice(1) || "\\" : piece);
