import { statusIn } from "../../core/cross-checks/check-sources.ts";
import type { Pass } from "./pass.ts";

/**
 * The tags of a folder when its request could last be read, at this commit or before. `undefined`: it never could, so
 * that nobody knows.
 */
export const lastKnownTags = async (
  pass: Pass,
  commit: string,
  folder: string,
): Promise<readonly string[] | undefined> => {
  const { main } = pass.ports;
  const change = (await main.lastChanges(commit, [folder])).get(folder)?.commit;
  if (change === undefined) return undefined;
  const standing = statusIn(await main.at(change).requests([folder])).get(folder) ?? [];
  const tags = standing.flatMap(({ tag }) => tag ?? []);
  if (tags.length === standing.length) return tags;
  const base = (await main.merged(change))?.base;
  if (base === undefined || (await main.at(base).holding([folder])).length === 0) return undefined;
  return lastKnownTags(pass, base, folder);
};
