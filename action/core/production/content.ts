import { compareText } from "../problems/problem.ts";
import type { Request } from "../request/request.ts";
import { canonicalJson, type Json, mapping, sha256 } from "../text/canonical-json.ts";
import type { SourceFile } from "../text/source-file.ts";
import { type Table } from "./table.ts";

/**
 * What the author wrote, less names and words: the identity that is compared with history. No tool version is in
 * it and no rendering is needed, so it stays the same when SHREK changes.
 */
export type Content = {
  readonly format: 1;
  readonly request: Json;
  readonly resources: readonly { readonly path: string; readonly mode: string; readonly sha256: string }[];
  /** Of steps that have one; their values, however they are written. */
  readonly tables?: Readonly<Record<string, TableContent>>;
};

/**
 * `rows` are short digests, one a row, so that new and changed rows can be distinguished. Rows that SHREK cut from lists
 * are known by their keys: such a row may come anywhere, and `cut` says so.
 */
export type TableContent = {
  readonly columns: readonly string[];
  readonly sha256: string;
  readonly rows: readonly string[];
  readonly cut?: true;
};

const leftOut: ReadonlySet<string> = new Set([
  "tag",
  "version",
  "description",
  "contact",
  "acknowledge",
  "submit",
  "supersedes",
  "variants",
]);

export const contentOf = (
  request: Request,
  resources: readonly SourceFile[],
  tables: ReadonlyMap<string, Table> = new Map(),
): Content => ({
  format: 1,
  request: requestPart(request as unknown as { readonly [key: string]: Json }),
  resources: distinct(resources).map(({ path, mode, bytes }) => ({ path, mode, sha256: sha256(bytes) })),
  ...(tables.size === 0
    ? {}
    : { tables: Object.fromEntries([...tables].map(([step, table]) => [step, tableContent(table)])) }),
});

/** By name: the order of columns and the way values are quoted are no content, the order of rows is. */
const tableContent = ({ columns, rows, cut }: Table): TableContent => {
  const texts = rows.map((row, index) => {
    const values = canonicalJson(Object.fromEntries(columns.map(({ name }, column) => [name, row[column] ?? ""])));
    const names = cut?.jobs[index]?.names;
    return names === undefined ? values : `${values} ${names}`;
  });
  return {
    columns: columns.map(({ name }) => name).toSorted(compareText),
    sha256: sha256(texts.join("\n")),
    rows: texts.map((text) => sha256(text).slice(0, 12)),
    ...(cut === undefined ? {} : { cut: true }),
  };
};

/** Runs may be appended without a new version: which there are is content of each of them. */
export const requestPart = (request: { readonly [key: string]: Json }): Json =>
  Object.fromEntries(
    Object.entries(request).flatMap(([key, value]) => (leftOut.has(key) ? [] : [[key, key === "runs" ? {} : value]])),
  );

export const contentDigest = (content: Content): string => sha256(canonicalJson(content as unknown as Json));

const distinct = (files: readonly SourceFile[]): readonly SourceFile[] =>
  files.length === 0
    ? files
    : [...new Map(files.map((file) => [file.path, file])).values()].toSorted((a, b) => compareText(a.path, b.path));
