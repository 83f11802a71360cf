import { dirname, join } from "node:path/posix";
import { inShared } from "../request/named-sources.ts";
import { type FolderEntry, type ProductionSource, sharedFolder } from "../text/source-file.ts";

/** Where a file lies that a request names: in its own folder, or with `shared:` in `_shared`. */
export type NamedPlace = {
  readonly path: string;
  readonly entries: readonly FolderEntry[];
  /** From the top of the repository. */
  readonly folder: string;
  /** For a sentence that says that it is not there. */
  readonly words: string;
};

export const namedPlace = (
  name: string,
  { folder, entries, shared, conventions }: Pick<ProductionSource, "folder" | "entries" | "shared" | "conventions">,
): NamedPlace =>
  name.startsWith(inShared)
    ? {
        path: name.slice(inShared.length),
        entries: shared,
        folder: `${dirname(conventions?.file ?? "")}/${sharedFolder}`,
        words: ` in ${sharedFolder}, beside the conventions`,
      }
    : { path: name, entries, folder, words: "" };

/** Where the file lies that a request names so, from the top of the repository. */
export const fileNamed = (name: string, source: Parameters<typeof namedPlace>[1]): string => {
  const { folder, path } = namedPlace(name, source);
  return join(folder, path);
};

/** A production as it would be with another content of a plain file that it has, of its own or shared. */
export const withBytesAt = (source: ProductionSource, file: string, bytes: Uint8Array): ProductionSource => {
  const changed = (entries: readonly FolderEntry[], named: (path: string) => string): readonly FolderEntry[] =>
    entries.map((entry) =>
      entry.kind === "file" && fileNamed(named(entry.path), source) === file ? { ...entry, bytes } : entry,
    );
  return {
    ...source,
    entries: changed(source.entries, (path) => path),
    shared: changed(source.shared, (path) => `${inShared}${path}`),
  };
};
