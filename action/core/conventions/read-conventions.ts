import { dirname } from "node:path/posix";
import validateConventions from "../generated/validate-conventions.js";
import type { Problem } from "../problems/problem.ts";
import { sha256 } from "../text/canonical-json.ts";
import { keepLast } from "../text/once.ts";
import { readYaml } from "../text/read-yaml.ts";
import { schemaProblems } from "../text/schema-problems.ts";
import {
  type ConventionsFile,
  isConventionsPath,
  type ProductionSource,
  type SourceFile,
} from "../text/source-file.ts";
import type { Conventions } from "./conventions.ts";
import { type ListsRead, readLists } from "./read-lists.ts";
import { conventionsSchema } from "./schema.ts";
import { checkDestination, checkLimitsPlace, validateBetweenKeys } from "./validate-conventions.ts";
import { type ConventionsAt, validateNarrowing } from "./validate-narrowing.ts";
import { checkCommanders, validatePolicy } from "./validate-policy.ts";

export type ConventionsRead =
  | {
      readonly kind: "read";
      readonly conventions: Conventions;
      /** Lists of these conventions and of those above; without them no name is compared with a list. */
      readonly listed?: readonly ListsRead[];
    }
  | { readonly kind: "unreadable"; readonly problems: readonly Problem[] };

type ReadFor = (source: Pick<ProductionSource, "conventions">) => ConventionsRead | undefined;

/** Those nearest to a production. `undefined`: there are none. */
export const conventionsNearest: ReadFor = ({ conventions }) =>
  conventions === undefined ? undefined : readConventions(conventions.file, conventions.bytes);

/** The same, if those above can be read and allow it. */
export const conventionsGoverning: ReadFor = ({ conventions }) =>
  conventions === undefined ? undefined : readGoverning(conventions);

/** The same bytes are asked for at each commit, and by each decision. */
export const readConventions = (file: string, bytes: Uint8Array): ConventionsRead =>
  keptConventions(`${file} ${sha256(bytes)}`, () => judgeConventions(file, bytes));

/** Of a repository's few files, as they are now and as they were. */
const keptConventions = keepLast<ConventionsRead>(20);

const judgeConventions = (file: string, bytes: Uint8Array): ConventionsRead => {
  // Read at every start: positions are only looked up when something is wrong.
  const read = readYaml(file, bytes, "first-reading");
  if (read.kind === "unreadable") return read;
  const where = { file, places: read.places };
  if (!isConventions(read.value)) {
    return {
      kind: "unreadable",
      problems: schemaProblems(where, conventionsSchema, read.value, validateConventions.errors ?? []),
    };
  }
  const conventions = read.value;
  const problems = [...validateBetweenKeys(where, conventions), ...validatePolicy(where, conventions)];
  return problems.length === 0 ? { kind: "read", conventions } : { kind: "unreadable", problems };
};

const isConventions = (value: unknown): value is Conventions => validateConventions(value);

/**
 * The nearest conventions, if all further up can be read and each allows no more than the next one above it. Thousands of
 * productions share one file.
 */
export const readGoverning = (nearest: ConventionsFile): ConventionsRead => {
  const known = governing.get(nearest) ?? judgeGoverning(nearest);
  governing.set(nearest, known);
  return known;
};

const governing = new WeakMap<ConventionsFile, ConventionsRead>();

const judgeGoverning = (nearest: ConventionsFile): ConventionsRead => {
  const read = readConventions(nearest.file, nearest.bytes);
  if (read.kind === "unreadable") return read;
  const above = nearest.above === undefined ? undefined : readGoverning(nearest.above);
  if (above?.kind === "unreadable") return above;
  const { conventions } = read;
  const listed = [readLists(nearest, conventions), ...(above?.listed ?? [])];
  const below = { file: nearest.file, conventions };
  const problems = [
    ...(nearest.above === undefined || above === undefined
      ? validateTop(nearest, conventions)
      : validateBelow(nearest, below, { file: nearest.above.file, conventions: above.conventions })),
    ...checkListedDestination(nearest, conventions, listed),
  ];
  return problems.length === 0 ? { ...read, listed } : { kind: "unreadable", problems };
};

/** What requests may name is what they get without a word, by the lists of each file above too. */
export const checkListedDestination = (
  { file, bytes }: Pick<ConventionsFile, "file" | "bytes">,
  { destination }: Conventions,
  listed: readonly ListsRead[],
): readonly Problem[] => {
  if (destination === undefined) return [];
  const read = readYaml(file, bytes, "first-reading");
  const lists = listed.flatMap((one) => one.lists);
  return read.kind === "unreadable"
    ? read.problems
    : checkDestination({ file, places: read.places }, destination, lists);
};

const validateTop = ({ file, bytes }: ConventionsFile, conventions: Conventions): readonly Problem[] => {
  const read = conventions.limits === undefined ? undefined : readYaml(file, bytes, "first-reading");
  return read?.kind === "read" ? checkLimitsPlace({ file, places: read.places }, conventions) : [];
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
    : [
        ...validateNarrowing({ file, places: read.places }, below, above, top),
        ...(below.conventions.ledger === undefined
          ? checkCommanders({ file, places: read.places }, below.conventions, top.conventions)
          : []),
      ];
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
