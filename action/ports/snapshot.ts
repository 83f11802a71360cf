import type { FolderEntry, ProductionSource } from "../core/text/source-file.ts";
import type { TreeIds } from "./tree-ids.ts";

/** The repository at a commit, or the files on disk. Reads only; nothing of a request is ever executed. */
export interface Snapshot {
  /** Folders that hold a `production.yaml`, at or below a path. Relative to the repository's top, in code-unit order. */
  productions(below: string): Promise<readonly string[]>;
  /** Those of these folders that `productions` would list. */
  holding(folders: readonly string[]): Promise<readonly string[]>;
  /** A production with its files and the nearest conventions upwards. */
  production(folder: string): Promise<ProductionSource>;
  /** Requests and their conventions only, without the other files: `entries` is empty. */
  requests(folders: readonly string[]): Promise<readonly ProductionSource[]>;
  /** Many at once, in the order asked for. */
  all(folders: readonly string[]): Promise<readonly ProductionSource[]>;
  /** The files at exactly these paths; nothing where there is none, or a folder. */
  files(paths: readonly string[]): Promise<readonly FolderEntry[]>;
  readonly ids: TreeIds;
}
