import type { SourceFile } from "../core/text/source-file.ts";

/** A folder in which files are made and none is changed. */
export interface NewFiles {
  /** `undefined`: no such file. */
  read(path: string): Promise<Uint8Array | undefined>;
  /** `false`: something has this path already, and stays. */
  add(file: SourceFile): Promise<boolean>;
}
