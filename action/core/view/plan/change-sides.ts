import type { BumpReason, FileLines } from "../../versioning/least-bump.ts";

/** The old and the new value of a change, for a table: empty for a file whose lines follow below, which show more. */
export const changeSides = (
  { change: { path, from, to } }: Pick<BumpReason, "change">,
  files: readonly Pick<FileLines, "path">[],
): readonly [unknown, unknown] => {
  const [, file] = /^files\.(.+)$/.exec(path) ?? [];
  if (file === undefined) return [from, to];
  if (from !== undefined && to !== undefined && files.some((one) => one.path === file))
    return ["see below", "see below"];
  return [withoutMode(from), withoutMode(to)];
};

/** Of `100644 DIGEST` the beginning of the digest: the right to execute is a change of its own. */
const withoutMode = (side: unknown): unknown =>
  typeof side === "string" ? side.replace(/^[0-7]{6} ([0-9a-f]{12})[0-9a-f]*$/, "$1") : side;
