import type { Production } from "../../core/production/production.ts";
import { sha256 } from "../../core/text/canonical-json.ts";
import { type BumpReason, changedFiles, type FileLines, fileLines } from "../../core/versioning/least-bump.ts";
import type { Snapshot } from "../../ports/snapshot.ts";

/**
 * Files of the production's own folder that changed, line by line. The bytes before are read from the first of the
 * snapshots that has those of which the ledger keeps the hash: what none has is not shown.
 */
export const changedLines = async (
  snapshots: readonly Pick<Snapshot, "files">[],
  { folder, steps }: Pick<Production, "folder" | "steps">,
  reasons: readonly BumpReason[],
  folderBefore = folder,
): Promise<readonly FileLines[]> => {
  const files = changedFiles(reasons);
  if (files.length === 0) return [];
  const resources = steps.flatMap((step) => step.resources);
  const paths = files.map(({ path }) => `${folderBefore}/${path}`);
  const there = (await Promise.all(snapshots.map((snapshot) => snapshot.files(paths)))).flat();
  return files.flatMap(({ path, was, is }) => {
    const before = there.find(
      (entry) => entry.kind === "file" && entry.path === `${folderBefore}/${path}` && sha256(entry.bytes) === was,
    );
    const after = resources.find((file) => file.path === path && sha256(file.bytes) === is);
    if (before?.kind !== "file" || after === undefined) return [];
    return fileLines(path, before.bytes, after.bytes) ?? [];
  });
};
