import { basename, dirname, join } from "node:path/posix";
import type { Conventions } from "../../core/conventions/conventions.ts";
import { chainOf, checkListedDestination, readConventions } from "../../core/conventions/read-conventions.ts";
import { namesToOffer, readLists } from "../../core/conventions/read-lists.ts";
import {
  checkForm,
  checkPublished,
  checkSchemaLine,
  schemaName,
  schemaOf,
  schemaPathOf,
} from "../../core/editor/editor-schema.ts";
import { conventionsPath, formPath } from "../../core/init/paths.ts";
import { Failure } from "../../core/problems/failure.ts";
import type { Problem } from "../../core/problems/problem.ts";
import {
  type ConventionsFile,
  conventionsName,
  isConventionsPath,
  largestList,
  listPlace,
  listsFolder,
  type ProductionSource,
  type SourceFile,
} from "../../core/text/source-file.ts";
import type { Snapshot } from "../../ports/snapshot.ts";
import { formBasis } from "./form-basis.ts";

/** Conventions with the lists that they name. */
const withLists = async (
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

/** Notes on schemas and a form that are not of the present conventions, and requests that name none. */
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
  const found = plainFiles(
    await files([...new Set([...conventions, ...conventions.map(schemaPathOf), ...named, formPath])]),
  );
  const problems: Problem[] = [];
  for (const file of conventions) {
    const [rules, schema] = [found.get(file), found.get(schemaPathOf(file))];
    if (rules !== undefined && schema !== undefined) problems.push(...(await validateOne(files, rules, schema)));
  }
  if (conventions.includes(conventionsPath) || changed.some(isAboutForm))
    problems.push(...(await validateForm(files, found.get(formPath))));
  return [
    ...problems,
    ...sources.flatMap((source) => {
      const near = chainOf(source.conventions).map(({ file }) => schemaPathOf(file));
      return checkSchemaLine(
        source,
        (path) => found.has(path),
        near.find((path) => found.has(path)),
      );
    }),
  ];
};

/** Templates are below the folder of the conventions, too. */
const isAboutForm = (path: string): boolean => path === formPath || path.startsWith(`${dirname(conventionsPath)}/`);

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

const validateForm = async (files: Snapshot["files"], form: SourceFile | undefined): Promise<readonly Problem[]> => {
  if (form === undefined) return [];
  const read = async (path: string) => plainFiles(await files([path])).get(path)?.bytes;
  try {
    const { formFile } = await import("../../core/form/form-file.ts");
    return checkForm(form, formFile(await formBasis(read, conventionsPath)));
  } catch (error) {
    // Conventions and templates from which no form can be made are reported at their own places.
    if (error instanceof Failure) return [];
    throw error;
  }
};
