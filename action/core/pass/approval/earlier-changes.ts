import { validAs, validateOne } from "../../cross-checks/check-sources.ts";
import { type Production, placesOnMain } from "../../production/production.ts";
import { pickRun } from "../../validate/split-runs.ts";
import type { Reads } from "../reads.ts";

/** So many commits at most may have made one version. */
const maxCommits = 20;
/** And so many are looked at: a list of runs may grow every night. */
const maxEarlier = 1000;

/**
 * The commits of main that changed a production before this one did, while it already had its version: whoever approved
 * the last commit did not see these changes. A request that could not be read then may have had that version. "many": too many to ask about.
 */
export async function earlierChanges(
  reads: Reads,
  commit: string,
  production: Production,
): Promise<readonly string[] | "many"> {
  const found: string[] = [];
  let at = commit;
  let isBrought = production.run === undefined;
  for (let walked = 0; walked < maxEarlier && found.length < maxCommits; walked++) {
    const before = (await reads.git.merged(at))?.base;
    if (before === undefined) return found;
    const appends = await isAppending(reads, at, production);
    if (!appends && !(await hadVersion(reads, before, production))) return found;
    // Commits before the one that brought its run changed other runs, if nothing but the lists.
    if (appends && !isBrought) isBrought = !(await holdsRun(reads, before, production));
    const change = await reads.git.lastChange(before, placesOnMain(production));
    if (change === undefined) return found;
    at = change.commit;
    if (!(isBrought && (await isAppending(reads, at, production)))) found.push(at);
  }
  return "many";
}

/** Only its run lists, so that its version and all that its runs share stayed. */
async function isAppending(reads: Reads, at: string, { folder, runLists }: Production): Promise<boolean> {
  const lists = new Set(runLists);
  if (lists.size === 0) return false;
  const merged = await reads.git.merged(at);
  const paths = merged?.paths.filter((path) => path.startsWith(`${folder}/`) || lists.has(path)) ?? [];
  return paths.length > 0 && paths.every((path) => lists.has(path));
}

async function hadVersion(reads: Reads, commit: string, { folder, version }: Production): Promise<boolean> {
  if (!(await reads.git.holdsRequest(commit, folder))) return false;
  const { bytes } = await reads.git.request(commit, folder);
  const text = new TextDecoder().decode(bytes);
  // Only an escape could write a version without its letters.
  if (!(text.includes(version) || text.includes("\\"))) return false;
  const versions = validateOne(await reads.git.production(commit, folder)).map(
    ({ valid }) => valid?.production.version,
  );
  return versions.includes(undefined) || versions.includes(version);
}

async function holdsRun(reads: Reads, commit: string, { folder, tag, run }: Production): Promise<boolean> {
  const valid = validAs(validateOne(await reads.git.production(commit, folder)), tag);
  return valid === undefined || pickRun(valid, run) !== undefined;
}
