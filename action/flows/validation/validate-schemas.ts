import { dirname, join } from "node:path/posix";
import { chainOf } from "../../core/conventions/governing.ts";
import { readConventions } from "../../core/conventions/read-conventions.ts";
import { namesToOffer } from "../../core/conventions/read-lists.ts";
import {
  checkPublished,
  checkSchemaLine,
  schemaBeside,
  schemaName,
  schemaOf,
} from "../../core/editor/editor-schema.ts";
import type { Problem } from "../../core/problems/problem.ts";
import {
  conventionsName,
  isConventionsPath,
  type ProductionSource,
  type SourceFile,
} from "../../core/text/source-file.ts";
import type { Snapshot } from "../../ports/snapshot.ts";
import { withLists } from "./validate-lists.ts";

/** Notes on what editors read: schemas that are not made from the present conventions, requests that name no schema. `changed`: paths. */
export const validateSchemas = async (
  { files }: Pick<Snapshot, "files">,
  validated: readonly { readonly source: ProductionSource }[],
  changed: readonly string[] = [],
): Promise<readonly Problem[]> => {
  const sources = [...new Map(validated.map(({ source }) => [source.file, source])).values()];
  const governing = sources.flatMap(({ conventions }) => chainOf(conventions).map(({ file }) => file));
  const ruled = changed.filter((path) => isConventionsPath(path) || path.endsWith(`/${schemaName}`));
  const conventions = [...new Set([...governing, ...ruled.map((path) => join(dirname(path), conventionsName))])];
  const named = sources.flatMap(({ folder, bytes }) => schemaOf(folder, bytes)?.target ?? []);
  const found = plainFiles(await files([...new Set([...conventions, ...conventions.map(schemaBeside), ...named])]));
  const problems: Problem[] = [];
  for (const file of conventions) {
    const [rules, schema] = [found.get(file), found.get(schemaBeside(file))];
    if (rules !== undefined && schema !== undefined) problems.push(...(await validateOne(files, rules, schema)));
  }
  return [
    ...problems,
    ...sources.flatMap((source) => {
      const near = chainOf(source.conventions).map(({ file }) => schemaBeside(file));
      return checkSchemaLine(
        source,
        (path) => found.has(path),
        near.find((path) => found.has(path)),
      );
    }),
  ];
};

const plainFiles = (entries: Awaited<ReturnType<Snapshot["files"]>>): ReadonlyMap<string, SourceFile> =>
  new Map(entries.flatMap((entry) => (entry.kind === "file" ? [[entry.path, entry] as const] : [])));

const validateOne = async (
  files: Snapshot["files"],
  rules: SourceFile,
  schema: SourceFile,
): Promise<readonly Problem[]> => {
  const read = readConventions(rules.path, rules.bytes);
  if (read.kind === "unreadable") return [];
  // The schema of the language is large, and a repository without one for editors does without it.
  const { publishedSchema } = await import("../../core/editor/published-schema.ts");
  const names = namesToOffer(await withLists(files, rules, read.conventions), read.conventions);
  return checkPublished(schema, rules.path, publishedSchema(read.conventions, names));
};
