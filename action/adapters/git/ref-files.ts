import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { systemCode } from "../../core/problems/failure.ts";
import { isMisled } from "./environment.ts";

/** `ask-git`: the files do not say it, as in a second work tree, or where refs are kept in tables. */
export type RefInFiles = { readonly kind: "at"; readonly oid: string | undefined } | { readonly kind: "ask-git" };

const askGit: RefInFiles = { kind: "ask-git" };

/**
 * The commit of a ref, by git's own files, of a work tree or a bare repository: a process for it would take longer than
 * reading a request does. In git's order: a ref that is packed meanwhile is written there before its own file goes.
 */
export const refInFiles = (top: string, ref: string): RefInFiles => {
  const dir = plainFolder(top);
  if (dir === undefined) return askGit;
  const loose = plainText(join(dir, ref));
  if (loose === undefined) return askGit;
  if (loose !== absent) return isOid(loose.trim()) ? { kind: "at", oid: loose.trim() } : askGit;
  const packed = plainText(join(dir, "packed-refs"));
  if (packed === undefined) return askGit;
  return { kind: "at", oid: packed === absent ? undefined : packedAt(packed, ref) };
};

/** Whether the history of this repository is cut off, by git's own files; `undefined`: ask git. */
export const isShallowInFiles = (top: string): boolean | undefined => {
  const dir = plainFolder(top);
  return dir === undefined ? undefined : existsSync(join(dir, "shallow"));
};

/** The folder `.git` of a work tree whose top this is; `undefined`: ask git. */
export const gitFolderIn = (top: string): string | undefined => {
  const dir = plainFolder(top);
  return dir === top ? undefined : dir;
};

/** The folder of a repository that keeps all in it, as files. */
const plainFolder = (top: string): string | undefined => {
  const below = join(top, ".git");
  const dir = existsSync(below) ? below : top;
  if (existsSync(join(dir, "commondir"))) return undefined;
  const head = plainText(join(dir, "HEAD"));
  // With refs in tables, git leaves a HEAD that no branch can have.
  if (head === undefined || head === absent || head.startsWith("ref: refs/heads/.invalid")) return undefined;
  return isMisled() ? undefined : dir;
};

const isOid = (text: string): boolean => /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text);

const packedAt = (packed: string, ref: string): string | undefined => {
  const end = packed.indexOf(` ${ref}\n`);
  const oid = end === -1 ? "" : packed.slice(packed.lastIndexOf("\n", end) + 1, end);
  return isOid(oid) ? oid : undefined;
};

const absent = Symbol("absent");

/** `undefined`: something is there and cannot be read. */
const plainText = (path: string): string | typeof absent | undefined => {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const code = systemCode(error);
    return code === "ENOENT" || code === "ENOTDIR" || code === "EISDIR" ? absent : undefined;
  }
};
