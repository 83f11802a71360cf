import { dirname } from "node:path/posix";
import type { Problem } from "../problems/problem.ts";
import { readYaml } from "../text/read-yaml.ts";
import { type ConventionsFile, isConventionsPath, type SourceFile } from "../text/source-file.ts";
import { type ConventionsRead, readConventions } from "./read-conventions.ts";
import { readLists } from "./read-lists.ts";
import { type ConventionsAt, validateNarrowing } from "./validate-narrowing.ts";

/**
 * The nearest conventions, which hold for what lies below, as long as those further up can be read and each allows no
 * more than the next one above it.
 */
export const readGoverning = (nearest: ConventionsFile): ConventionsRead => {
  const read = readConventions(nearest.file, nearest.bytes);
  if (read.kind === "unreadable") return read;
  const own = { ...read, listed: [readLists(nearest, read.conventions)] };
  if (nearest.above === undefined) return own;
  const above = readGoverning(nearest.above);
  if (above.kind === "unreadable") return above;
  const below = { file: nearest.file, conventions: own.conventions };
  const problems = validateBelow(nearest, below, { file: nearest.above.file, conventions: above.conventions });
  return problems.length === 0
    ? { ...own, listed: [...own.listed, ...(above.listed ?? [])] }
    : { kind: "unreadable", problems };
};

const validateBelow = (
  { file, bytes, above: next }: ConventionsFile,
  below: ConventionsAt,
  above: ConventionsAt,
): readonly Problem[] => {
  const read = readYaml(file, bytes, "first-reading");
  const top = next === undefined ? above : topOf(next, above);
  return read.kind === "unreadable"
    ? read.problems
    : validateNarrowing({ file, places: read.places }, below, above, top);
};

/** The file furthest up, which alone can allow more. */
const topOf = (file: ConventionsFile, known: ConventionsAt): ConventionsAt => {
  let at = file;
  while (at.above !== undefined) at = at.above;
  if (at.file === known.file) return known;
  const read = readConventions(at.file, at.bytes);
  return read.kind === "read" ? { file: at.file, conventions: read.conventions } : known;
};

/** A folder's conventions and all above them, the nearest first. */
export const chainOf = (nearest: ConventionsFile | undefined): readonly ConventionsFile[] =>
  nearest === undefined ? [] : [nearest, ...chainOf(nearest.above)];

/** The nearest conventions of a folder among these files, with those above them. */
export const chainTo = (
  files: readonly Pick<SourceFile, "path" | "bytes">[],
  folder: string,
): ConventionsFile | undefined =>
  files
    .filter(({ path }) => isConventionsPath(path))
    .filter(({ path }) => dirname(path) === "." || `${folder}/`.startsWith(`${dirname(path)}/`))
    .toSorted((a, b) => a.path.length - b.path.length)
    .reduce<ConventionsFile | undefined>((above, { path, bytes }) => ({ file: path, bytes, above }), undefined);
