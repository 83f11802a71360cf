import { dirname } from "node:path/posix";
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
