import type { SourceFile } from "../core/text/source-file.ts";

/** Where a site is written. A file that is there with these bytes is left as it is. */
export interface SiteFolder {
  write(file: SourceFile): Promise<"written" | "same">;
  /** Removes what an earlier time wrote and this one did not; how many files. */
  tidy(): Promise<number>;
}
