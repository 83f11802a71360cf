import { validateEach } from "../../core/cross-checks/check-sources.ts";
import { type AppendedRuns, appendedRuns } from "../../core/policy/appended-runs.ts";
import { requestName } from "../../core/text/source-file.ts";
import type { Snapshot } from "../../ports/snapshot.ts";
import { touchedBy } from "./touched.ts";

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
  return appendedRuns(
    paths,
    folders.map((_, index) => ({
      before: validateEach(was.slice(index, index + 1)),
      after: validateEach(is.slice(index, index + 1)),
    })),
  );
};
