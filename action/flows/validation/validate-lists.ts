import { basename, dirname, join } from "node:path/posix";
import type { Conventions } from "../../core/conventions/conventions.ts";
import { checkListedDestination } from "../../core/conventions/governing.ts";
import { readConventions } from "../../core/conventions/read-conventions.ts";
import { readLists } from "../../core/conventions/read-lists.ts";
import type { Problem } from "../../core/problems/problem.ts";
import {
  type ConventionsFile,
  conventionsName,
  largestList,
  listPlace,
  listsFolder,
  type SourceFile,
} from "../../core/text/source-file.ts";
import type { Snapshot } from "../../ports/snapshot.ts";

/** Conventions with the lists that they name. */
export const withLists = async (
  files: Snapshot["files"],
  { path, bytes }: Pick<SourceFile, "path" | "bytes">,
  { lists = [] }: Conventions,
): Promise<ConventionsFile> => {
  const names = lists.flatMap(({ file }) => file ?? []);
  const found = names.length === 0 ? [] : await files(names.map((name) => listPlace(path, name)));
  const entries = found.map((one) => {
    const name = basename(one.path);
    return one.kind === "file" && one.bytes.length > largestList
      ? ({ kind: "too-large", path: name, size: one.bytes.length } as const)
      : { ...one, path: name };
  });
  return { file: path, bytes, above: undefined, lists: { entries } };
};

/** What is wrong with lists that a change touches: perhaps no production is below them whose author would see it. */
export const validateLists = async (
  { files }: Pick<Snapshot, "files">,
  changed: readonly string[],
): Promise<readonly Problem[]> => {
  const touched = new Set(changed);
  const folders = changed.map(dirname).filter((folder) => basename(folder) === listsFolder);
  const problems: Problem[] = [];
  for (const rules of await files([...new Set(folders.map((folder) => join(dirname(folder), conventionsName)))])) {
    const read = rules.kind === "file" ? readConventions(rules.path, rules.bytes) : undefined;
    if (rules.kind !== "file" || read?.kind !== "read") continue;
    const found = readLists(await withLists(files, rules, read.conventions), read.conventions);
    problems.push(
      ...found.problems.filter(({ file }) => touched.has(file)),
      ...checkListedDestination({ file: rules.path, bytes: rules.bytes }, read.conventions, [found]),
    );
  }
  return problems;
};
