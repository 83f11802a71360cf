import { foldersAbove, reachesFurther } from "../../core/files/changed-productions.ts";
import { isRequested, productionsFolder } from "../../core/text/source-file.ts";
import type { Revisions } from "../../ports/revisions.ts";
import type { Snapshot } from "../../ports/snapshot.ts";
import { touchedProductions } from "./touched.ts";

/** Files before or after the change, and the productions there in which a file changed. */
type Side = { readonly at: Snapshot; readonly named: readonly string[] };

export type TreeChange = {
  readonly before: Side;
  readonly after: Side;
  readonly paths: readonly string[];
  /** Of these paths, those that are still there. */
  readonly present: readonly string[];
  readonly removed: readonly string[];
  readonly folders: readonly string[];
};

export const readChange = async (revisions: Revisions, from: string, head: string): Promise<TreeChange> => {
  const changes = await revisions.changes(from, head);
  const paths = changes.map(({ path }) => path);
  const [start, end] = [revisions.at(from), revisions.at(head)];
  const perhaps = [...foldersAbove(paths)].filter((folder) => isRequested(`${folder}/`));
  const [before, after] = await Promise.all([start.holding(perhaps), end.holding(perhaps)]);
  const present = new Set(after);
  return {
    before: { at: start, named: before },
    after: { at: end, named: after },
    paths,
    present: changes.flatMap(({ path, gone }) => (gone ? [] : [path])),
    removed: before.filter((folder) => !present.has(folder)),
    // Rules and shared files reach productions that the change does not name: only then is everything listed.
    folders: reachesFurther(paths)
      ? await touchedProductions(end, await end.productions(productionsFolder), paths)
      : after,
  };
};
