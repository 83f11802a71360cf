import { folderPattern, type PatternNames } from "../files/folder-pattern.ts";

/** GitHub looks here, in this order, and reads the first that exists. */
export const codeOwnersPlaces = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"] as const;

/** Bytes. GitHub does not load a larger file. */
export const largestCodeOwners = 3 * 1024 * 1024;

export type Owners = {
  readonly logins: readonly string[];
  /** Teams and addresses: the token of a workflow cannot find out who they are. */
  readonly others: readonly string[];
  /** As the line has it that says so. */
  readonly pattern?: string;
};

type OwnerRule = { readonly pattern: OwnerPattern; readonly owners: Owners };

/** The last rule that fits a path counts, so the rules are listed from the last to the first. */
export type CodeOwners = readonly OwnerRule[];

/** GitHub passes over a line that it cannot read, and so do we: otherwise its page and ours would name different people. */
export const readCodeOwners = (text: string): CodeOwners =>
  text
    .split(/\r?\n/)
    .flatMap((line) => readRule(line) ?? [])
    .reverse();

/** Without owners: no line fits, or the line that fits names nobody. */
const nobody: Owners = { logins: [], others: [] };

export const ownersOf = (codeOwners: CodeOwners, path: string): Owners =>
  codeOwners.find(({ pattern }) => fitsPattern(path, pattern))?.owners ?? nobody;

const readRule = (line: string): OwnerRule | undefined => {
  const words = line.match(/(?:\\.|[^\s\\])+/gu) ?? [];
  const comment = words.findIndex((word) => word.startsWith("#"));
  const [written, ...owners] = comment < 0 ? words : words.slice(0, comment);
  const pattern = written === undefined ? undefined : readPattern(written);
  if (written === undefined || pattern === undefined || !owners.every((owner) => isLogin(owner) || isOther(owner)))
    return undefined;
  return {
    pattern,
    owners: {
      logins: owners.filter(isLogin).map((owner) => owner.slice(1)),
      others: owners.filter(isOther),
      pattern: written,
    },
  };
};

const isLogin = (owner: string): boolean => /^@[A-Za-z0-9][A-Za-z0-9_-]*$/.test(owner);
const isOther = (owner: string): boolean =>
  /^@[A-Za-z0-9][A-Za-z0-9_-]*\/[A-Za-z0-9._-]+$/.test(owner) || /^[^@]+@[^@]+$/.test(owner);

/** A pattern of CODEOWNERS as a list of names to match, folder by folder; `**` matches any folders. */
type OwnerPattern = readonly string[];

/**
 * GitHub's reading, which is not git's: no `!`, no `[ ]`, no `\#`, and `docs/*` holds for files of docs alone.
 * `undefined`: GitHub passes over the line.
 */
const readPattern = (written: string): OwnerPattern | undefined => {
  if (/^[!]|^\\#|[[\]]|\*\*\*/.test(written) || written === "/") return undefined;
  const anchored = !/^[^/]+\/?$/.test(written);
  const names = written.replace(/^\//, "").split("/");
  const last = names.at(-1);
  // `docs/` and `docs/**` hold for what lies in it, `docs` for the file of that name too.
  const end =
    last === "" || last === "**" ? [...names.slice(0, -1), "**", "*"] : last === "*" ? names : [...names, "**"];
  return anchored ? end : ["**", ...end];
};

const fitsPattern = (path: string, pattern: OwnerPattern): boolean => {
  const matcher = matchers.get(pattern) ?? folderPattern(pattern.map(lettersOfName));
  matchers.set(pattern, matcher);
  return matcher(path);
};
const matchers = new WeakMap<OwnerPattern, (path: string) => boolean>();

/** A character that follows a backslash is literal. */
const lettersOfName = (name: string): PatternNames[number] =>
  name === "**"
    ? "folders"
    : (name.match(/\\?./gsu) ?? []).map((piece) =>
        piece === "*" ? "many" : piece === "?" ? undefined : lastOf(piece),
      );
const lastOf = (piece: string): string => (piece.startsWith("\\") ? piece.slice(1) || "\\" : piece);
