import type { BumpReason } from "./least-bump.ts";
import { type DiffLine, diffLines } from "./line-diff.ts";

/** A file that is sent along and changed, with the sha256 of its bytes before and after. */
export type ChangedFile = { readonly path: string; readonly was: string; readonly is: string };

export const changedFiles = (reasons: readonly BumpReason[]): readonly ChangedFile[] =>
  reasons
    .flatMap(({ change: { path, from, to } }): readonly ChangedFile[] => {
      const [was, is] = [from, to].map((one) => (typeof one === "string" ? one.split(" ")[1] : undefined));
      const isFile = path.startsWith("files.") && was !== undefined && is !== undefined;
      return isFile ? [{ path: path.slice("files.".length), was, is }] : [];
    })
    .slice(0, maxFileCount);
const maxFileCount = 10;

export type FileLines = { readonly path: string; readonly lines: readonly DiffLine<{ readonly text: string }>[] };

/** `undefined`: one of them is no text, or longer than anybody reads. */
export const fileLines = (path: string, was: Uint8Array, is: Uint8Array): FileLines | undefined => {
  const [before, after] = [linesOf(was), linesOf(is)];
  return before === undefined || after === undefined
    ? undefined
    : { path, lines: diffLines(before, after, ({ text }) => text) };
};

const linesOf = (bytes: Uint8Array): readonly { readonly text: string }[] | undefined =>
  bytes.length > maxTextLength || bytes.includes(0)
    ? undefined
    : new TextDecoder()
        .decode(bytes)
        .replace(/\n$/, "")
        .split("\n")
        .map((text) => ({ text }));
const maxTextLength = 64 * 1024;
