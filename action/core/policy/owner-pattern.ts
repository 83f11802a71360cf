import { matchPieces } from "../judge/glob.ts";

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

/** Costs at most pattern times path. */
export const fitsPattern = (path: string, pattern: OwnerPattern): boolean =>
  matchPieces(path.split("/"), pattern, "**", (name, names) => matchPieces([...name], piecesOf(names), "*", isPiece));

/** Characters; one that follows a backslash stands for itself. */
const piecesOf = (name: string): readonly string[] => name.match(/\\?./gsu) ?? [];

const isPiece = (character: string, piece: string): boolean =>
  piece === "?" || piece === character || piece === `\\${character}`;
