import { Failure, orFailure } from "../../core/problems/failure.ts";
import { once } from "../../core/text/once.ts";
import type { ProductionSource } from "../../core/text/source-file.ts";
import type { ReconcilePorts } from "./ports.ts";

/** Folders of one commit, read together when the first of them is asked for. One that cannot be read is asked for alone, and fails alone. */
export const sourcesAt = (
  { ports: { main } }: { readonly ports: Pick<ReconcilePorts, "main"> },
  commit: string,
  folders: readonly string[],
): ((folder: string) => Promise<ProductionSource>) => {
  const together = once(() => orFailure(() => main.at(commit).all(folders)));
  return async (folder) => {
    const read = await together();
    const found = read instanceof Failure ? undefined : read.find((source) => source.folder === folder);
    return found ?? main.at(commit).production(folder);
  };
};
