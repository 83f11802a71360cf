import { posix } from "node:path";
import type { OddKind } from "../../core/text/source-file.ts";

/** The first part of a path that has this name: a file of that name, or a folder in its place. */
export const placeNamed = (name: string, path: string): string | undefined => {
  const parts = path.split("/");
  const at = parts.indexOf(name);
  return at === -1 ? undefined : parts.slice(0, at + 1).join("/");
};

/** Folders that hold something of this name, whatever it is. */
export const folderNamed = (name: string, path: string): readonly string[] => {
  const place = placeNamed(name, path);
  return place === undefined ? [] : [posix.dirname(place)];
};

/** What git has at a place, when that is no plain file. */
export const oddAt = (
  place: string,
  { mode, path }: { readonly mode: string; readonly path: string },
): OddKind | undefined => {
  if (path !== place) return "folder";
  if (mode === "120000") return "link";
  return mode === "160000" ? "submodule" : undefined;
};
