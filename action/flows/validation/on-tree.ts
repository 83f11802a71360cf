import { statusIn, validateEach } from "../../core/cross-checks/check-sources.ts";
import { repositoryIndexOf } from "../../core/cross-checks/context.ts";
import { withCounts } from "../../core/cross-checks/counts.ts";
import { type Neighbour, productionFacts } from "../../core/cross-checks/facts.ts";
import { type AppendedRuns, appendedRuns, costed } from "../../core/policy/runs-rule.ts";
import { productionsFolder, requestName } from "../../core/text/source-file.ts";
import type { Snapshot } from "../../ports/snapshot.ts";
import { inParts } from "./in-parts.ts";
import { touchedBy } from "./touched.ts";

/** The productions on a tree below `place`, without the folders of `except`. */
export const statusesAround = async (
  snapshot: Snapshot,
  place: string,
  except: ReadonlySet<string> = new Set(),
): Promise<readonly Neighbour[]> => [...(await openByFolder(snapshot, place, except)).values()].flat();

/** The same by folder: each request is read, validated by itself, and forgotten except for its facts. */
export const openByFolder = async (
  snapshot: Snapshot,
  place: string,
  except: ReadonlySet<string> = new Set(),
): Promise<ReadonlyMap<string, readonly Neighbour[]>> => {
  const folders = (await snapshot.productions(place)).filter((folder) => !except.has(folder));
  return new Map(await inParts(snapshot, folders, (part) => [...statusIn(part)]));
};

/** What a change of these paths appends to lists of runs, if it does nothing else. */
export const appendedIn = async (
  before: Snapshot,
  after: Snapshot,
  paths: readonly string[],
): Promise<readonly AppendedRuns[] | undefined> => {
  if (paths.some((path) => path.endsWith(requestName))) return undefined;
  const folders = await touchedBy(after, paths);
  if (folders.length === 0 || (await before.holding(folders)).length < folders.length) return undefined;
  const [was, is] = await Promise.all([before.all(folders), after.all(folders)]);
  const appended = appendedRuns(
    paths,
    folders.map((_, index) => ({
      before: validateEach(was.slice(index, index + 1)),
      after: validateEach(is.slice(index, index + 1)),
    })),
  );
  return appended && costedAmong(after, appended);
};

/** With what the productions beside it make: of a tree alone, because the ledger gives nobody a permission (ADR 11). */
const costedAmong = async (after: Snapshot, appended: readonly AppendedRuns[]): Promise<readonly AppendedRuns[]> => {
  const subjects = appended.map(({ valid: { production } }) => ({ production, facts: productionFacts(production) }));
  if (subjects.every(({ facts }) => facts.countedBy === undefined)) return appended;
  const index = repositoryIndexOf(await statusesAround(after, productionsFolder));
  return appended.map((one, at) => {
    const subject = subjects[at];
    return subject === undefined ? one : costed(one, withCounts(subject, index.valid));
  });
};
