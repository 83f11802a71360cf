import { dirname, join, relative } from "node:path/posix";
import { isDeepStrictEqual } from "node:util";
import { chainOf } from "../conventions/read-conventions.ts";
import { makeProblem, type Problem } from "../problems/problem.ts";
import { parseJson } from "../text/parse-json.ts";
import { readYaml } from "../text/read-yaml.ts";
import type { ConventionsFile, SourceFile } from "../text/source-file.ts";

/** The schema that editors read is in the folder of the conventions from which it is made. */
export const schemaName = "production.schema.json";
export const schemaPathOf = (conventionsFile: string): string => join(dirname(conventionsFile), schemaName);

/** As it is written into its file. */
export const schemaText = (schema: object): string => `${JSON.stringify(schema, null, 2)}\n`;

/** A schema of other conventions, or of another version of SHREK, misleads an editor. */
export const checkPublished = (
  { path, bytes }: Pick<SourceFile, "path" | "bytes">,
  conventionsFile: string,
  schema: object,
): readonly Problem[] => {
  // The schema as data, without what JSON leaves out.
  if (isDeepStrictEqual(refusing(new TextDecoder().decode(bytes)), refusing(JSON.stringify(schema)))) return [];
  const message = `Editors read this schema, and it is not the one that ${conventionsFile} gives as it stands.`;
  return [makeProblem({ file: path }, "stale-schema", { message, severity: "note", hint: mending(conventionsFile) })];
};

/** A form of other conventions or templates asks for what is refused, or does not ask for what is needed. */
export const checkForm = ({ path, bytes }: SourceFile, made: SourceFile): readonly Problem[] => {
  if (isDeepStrictEqual(asYaml(path, bytes), asYaml(path, made.bytes))) return [];
  const message =
    "People request by this form, and it is not the one that conventions and templates give as they stand.";
  return [makeProblem({ file: path }, "stale-form", { message, severity: "note", hint: mending(usual) })];
};

const asYaml = (path: string, bytes: Uint8Array): unknown => {
  const read = readYaml(path, bytes);
  return read.kind === "unreadable" ? undefined : read.value;
};

/** Without what an editor only offers: a list of names is refreshed without the schema. */
const refusing = (text: string): unknown => withoutExamples(parseJson(text));
const withoutExamples = (schema: unknown): unknown => {
  if (Array.isArray(schema)) return schema.map(withoutExamples);
  if (typeof schema !== "object" || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema).flatMap(([key, value]) => (key === "examples" ? [] : [[key, withoutExamples(value)]])),
  );
};

const usual = "productions/conventions.yaml";
// People copy it into a shell, which a stranger's path must not reach.
const mending = (file: string): string =>
  `run: shrek schema --write${file === usual ? "" : /^[\w./-]+$/.test(file) ? ` ${file}` : " and name these conventions"}`;

/** How far from the beginning of a request the line is looked for; it is a comment above everything. Characters. */
const head = 2000;
const schemaLine = /^(#[ \t]*yaml-language-server:[ \t]*\$schema=)(\S+)/m;

/** Where a request sends its editor; `undefined`: nowhere, or to another place than this repository. */
export const schemaOf = (
  folder: string,
  bytes: Uint8Array,
): { readonly target: string; readonly line: number; readonly col: number } | undefined => {
  const text = new TextDecoder().decode(bytes.subarray(0, head));
  const [, before = "", path = ""] = schemaLine.exec(text) ?? [];
  if (path === "" || /^([a-z]+:|\/)/i.test(path)) return undefined;
  const above = text.slice(0, text.indexOf(before + path));
  return { target: join(folder, path), line: above.split("\n").length, col: before.length + 1 };
};

/** `nearest`: the schema that is there for this folder. A repository without one publishes none. */
export const checkSchemaLine = (
  { folder, file, bytes }: { readonly folder: string; readonly file: string; readonly bytes: Uint8Array },
  isThere: (path: string) => boolean,
  nearest: string | undefined,
): readonly Problem[] => {
  const named = schemaOf(folder, bytes);
  if (named === undefined || nearest === undefined || isThere(named.target)) return [];
  const { target, line, col } = named;
  const hint = `# yaml-language-server: $schema=${relative(folder, nearest)}`;
  const message = `Editors look for the schema at ${target}, where none is.`;
  return [makeProblem({ file, line, col }, "schema-not-there", { message, severity: "note", hint })];
};

/** For a new request: the nearest schema that is there, or where the nearest conventions would publish theirs. */
export const nearestSchema = async (
  nearest: ConventionsFile,
  isThere: (path: string) => Promise<boolean>,
): Promise<string> => {
  const paths = chainOf(nearest).map(({ file }) => schemaPathOf(file));
  for (const path of paths) if (await isThere(path)) return path;
  return schemaPathOf(nearest.file);
};

/** A request in another folder than its template: the line, if it has one, leads to the schema from there. */
export const withSchemaLine = (text: string, folder: string, schema: string): string =>
  schemaOf(folder, new TextEncoder().encode(text)) === undefined
    ? text
    : text.replace(schemaLine, (_, before: string) => before + relative(folder, schema));
