import { basename, dirname } from "node:path/posix";
import { conventionsName, productionsFolder } from "../../action/core/text/source-file.ts";
import type { Things } from "../contracts/snapshot-contract.ts";

/** Names as git gives them: of every folder of productions by all that stands below it, and of every set of conventions. */
export const namesIn = (things: Things): ReadonlyMap<string, string> => {
  const names = new Map<string, string>();
  for (const [path, thing] of Object.entries(things).toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    if (!path.startsWith(`${productionsFolder}/`) && path !== conventionsName) continue;
    if (basename(path) === conventionsName) names.set(path, JSON.stringify(thing));
    for (let at = dirname(path); at !== "."; at = dirname(at))
      names.set(at, `${names.get(at) ?? ""}${JSON.stringify([path.slice(at.length), thing])}`);
  }
  return names;
};
