import { posix } from "node:path";
import { acceptedAs, validateOne } from "../../core/cross-checks/check-sources.ts";
import type { Production } from "../../core/production/production.ts";
import { onceEach } from "../../core/text/once.ts";
import { listsOf } from "../../core/validate/runs/run-lists.ts";
import { pickRun } from "../../core/validate/split-runs.ts";
import type { AtMain } from "./merged-pull.ts";

/** So many commits at most may have made one version. */
const maxCommits = 20;
/** And so many are looked at: a list of runs may grow every night. */
const maxEarlier = 1000;

/**
 * The commits of main that changed a production before this one did, while it already had its version: whoever approved
 * the last commit did not see these changes. A request that could not be read then may have had that version. "many": too many to ask about.
 */
export const earlierChanges = (
  { ports: { main } }: AtMain,
  folders: readonly string[],
): ((commit: string, production: Production) => Promise<readonly string[] | "many">) => {
  const { hadVersion, holdsRun } = versionsOnMain(main, folders);
  const beforeOf = onceEach(async (at) => (await main.merged(at))?.base ?? "");
  /** Only its run lists, so that its version and all that its runs share stayed. */
  const isAppending = async (at: string, { folder, request }: Production): Promise<boolean> => {
    const lists = new Set(
      (request.runs === undefined ? [] : listsOf(request.runs)).map((list) => posix.join(folder, list)),
    );
    const paths = (await main.merged(at))?.paths.filter((path) => path.startsWith(`${folder}/`)) ?? [];
    return paths.length > 0 && paths.every((path) => lists.has(path));
  };
  return async (commit, production) => {
    const found: string[] = [];
    let at = commit;
    let isBrought = production.run === undefined;
    for (let walked = 0; walked < maxEarlier && found.length < maxCommits; walked++) {
      const before = await beforeOf(at);
      if (before === "") return found;
      const appends = await isAppending(at, production);
      if (!appends && !(await hadVersion(before, production))) return found;
      // Commits before the one that brought its run changed other runs, if nothing but the lists.
      if (appends && !isBrought) isBrought = !(await holdsRun(before, production));
      const change = (await main.lastChanges(before, [production.folder])).get(production.folder);
      if (change === undefined) return found;
      at = change.commit;
      if (!(isBrought && (await isAppending(at, production)))) found.push(at);
    }
    return "many";
  };
};

/** What a production was at an earlier commit of main. */
const versionsOnMain = (main: AtMain["ports"]["main"], folders: readonly string[]) => {
  // A campaign is one merge: what stood before it is read once.
  const requestsAt = onceEach(async (at) => {
    const snapshot = main.at(at);
    const found = await snapshot.requests(await snapshot.holding(folders));
    return new Map(found.map(({ folder, bytes }) => [folder, new TextDecoder().decode(bytes)]));
  });
  const hadVersion = async (at: string, { folder, version }: Production): Promise<boolean> => {
    const text = (await requestsAt(at)).get(folder);
    // Only an escape could write a version without its letters.
    if (text === undefined || !(text.includes(version) || text.includes("\\"))) return false;
    const versions = validateOne(await main.at(at).production(folder)).map(
      ({ accepted }) => accepted?.production.version,
    );
    return versions.includes(undefined) || versions.includes(version);
  };
  const listOf = onceEach(async (name) => {
    const { at, folder, tag } = JSON.parse(name) as {
      readonly at: string;
      readonly folder: string;
      readonly tag: string;
    };
    return acceptedAs(validateOne(await main.at(at).production(folder)), tag);
  });
  const holdsRun = async (at: string, { folder, tag, run }: Production): Promise<boolean> => {
    const accepted = await listOf(JSON.stringify({ at, folder, tag }));
    return accepted === undefined || pickRun(accepted, run) !== undefined;
  };
  return { hadVersion, holdsRun };
};
