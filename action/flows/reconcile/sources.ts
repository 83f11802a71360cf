import { Failure } from "../../core/problems/failure.ts";
import type { ProductionSource } from "../../core/text/source-file.ts";
import type { MainBranch } from "../../ports/main-branch.ts";

/** Folders of one commit, read together when the first of them is asked for. One that cannot be read is asked for alone, and fails alone. */
export const sourcesAt = (
  main: Pick<MainBranch, "at">,
  commit: string,
  folders: readonly string[],
): ((folder: string) => Promise<ProductionSource>) => {
  let together: Promise<readonly ProductionSource[]> | undefined;
  return async (folder) => {
    together ??= main
      .at(commit)
      .all(folders)
      .catch((error: unknown) => {
        if (error instanceof Failure) return [];
        throw error;
      });
    return (await together).find((source) => source.folder === folder) ?? main.at(commit).production(folder);
  };
};
