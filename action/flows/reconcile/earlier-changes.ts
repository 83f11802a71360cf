import type { Production } from "../../core/judge/production.ts";
import { judgeOne } from "../../core/neighbours/judge-sources.ts";
import { onceEach } from "../../core/text/once.ts";
import type { AtMain } from "./merged-pull.ts";

/** So many commits at most may have made one version. */
const mostCommits = 20;

/**
 * The commits of main that changed a production before this one did, while it already had its version: whoever approved
 * the last saw no change of theirs. A request that could not be read then may have had that version. "many": too many to ask about.
 */
export const earlierChanges = (
  { ports: { main } }: AtMain,
  folders: readonly string[],
): ((commit: string, production: Production) => Promise<readonly string[] | "many">) => {
  // A campaign is one merge: what stood before it is read once.
  const requestsAt = onceEach(async (at) => {
    const snapshot = main.at(at);
    const found = await snapshot.requests(await snapshot.holding(folders));
    return new Map(found.map(({ folder, bytes }) => [folder, new TextDecoder().decode(bytes)]));
  });
  const beforeOf = onceEach(async (at) => (await main.merged(at))?.base ?? "");
  const hadVersion = async (at: string, { folder, version }: Production): Promise<boolean> => {
    const text = (await requestsAt(at)).get(folder);
    // Only an escape could write a version without its letters.
    if (text === undefined || !(text.includes(version) || text.includes("\\"))) return false;
    const versions = judgeOne(await main.at(at).production(folder)).map(({ accepted }) => accepted?.production.version);
    return versions.includes(undefined) || versions.includes(version);
  };
  return async (commit, production) => {
    const found: string[] = [];
    for (let at = commit; found.length < mostCommits; at = found.at(-1) ?? at) {
      const before = await beforeOf(at);
      if (before === "" || !(await hadVersion(before, production))) return found;
      const change = (await main.lastChanges(before, [production.folder])).get(production.folder);
      if (change === undefined) return found;
      found.push(change.commit);
    }
    return "many";
  };
};
