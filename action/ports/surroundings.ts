import type { SourceFile } from "../core/text/source-file.ts";

/** The machine and the repository that contains the working directory. Reads only. */
export interface Surroundings {
  /** As the programs print them; `undefined`: not there. */
  versions(): Promise<{ readonly node: string; readonly git: string | undefined; readonly bash: string | undefined }>;
  conventions(): Promise<readonly SourceFile[]>;
}
