import { compareText } from "../problems/problem.ts";
import type { Request } from "../request/request.ts";
import { canonicalJson, type Json, sha256 } from "../text/canonical-json.ts";
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

export type TableContent = {
  readonly columns: readonly string[];
  /** Of all rows in their order. */
  readonly sha256: string;
  readonly rows: number;
  /**
   * Short digests, so that people hear where a table changed: of equal parts of its rows (`partSize`). Jobs that SHREK
   * cut from lists are known by their keys, and may come anywhere: of each of them.
   */
  readonly parts: readonly string[];
  readonly cut?: true;
};

const leftOut: ReadonlySet<string> = new Set([
  "tag",
  "version",
  "description",
  "contact",
  "owner",
  "keep",
  "events",
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

const tableContent = (table: Table): TableContent => {
  const { columns, cut } = table;
  const texts = rowTexts(table);
  const content: TableContent = {
    columns: columns.map(({ name }) => name).toSorted(compareText),
    ...digestsOf(texts, cut === undefined ? partSize(texts.length) : 1),
    rows: texts.length,
    ...(cut === undefined ? {} : { cut: true }),
  };
  tablesRead.set(content, table);
  return content;
};

/** Of what the ledger keeps there is no table. */
const tablesRead = new WeakMap<TableContent, Table>();

/** By name: the order of columns and the way values are quoted are no content, the order of rows is. */
const rowTexts = ({ columns, rows, cut }: Table): readonly string[] =>
  rows.map((row, index) => {
    const values = canonicalJson(Object.fromEntries(columns.map(({ name }, column) => [name, row[column] ?? ""])));
    const names = cut?.jobs[index]?.names;
    return names === undefined ? values : `${values} ${names}`;
  });

type RowDigests = Pick<TableContent, "sha256" | "parts">;

const digestsOf = (texts: readonly string[], size: number): RowDigests => ({
  sha256: sha256(texts.join("\n")),
  parts: Array.from({ length: Math.ceil(texts.length / size) }, (_, part) =>
    sha256(texts.slice(part * size, (part + 1) * size).join("\n")).slice(0, 12),
  ),
});

/** So many at most, that a table of 100,000 rows takes 4 kB of an event. */
const maxParts = 256;

/** How many rows are a part of a table that has so many. */
export const partSize = (rows: number): number => 2 ** Math.max(0, Math.ceil(Math.log2(rows / maxParts)));

/** The digests of the first rows, in parts as a table of so many has them. `undefined`: the ledger keeps no rows. */
export const firstRows = (content: TableContent, rows: number): RowDigests | undefined => {
  const table = tablesRead.get(content);
  return table === undefined ? undefined : digestsOf(rowTexts(table).slice(0, rows), partSize(rows));
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
