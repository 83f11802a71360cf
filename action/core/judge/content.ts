import { compareText } from "../problems/problem.ts";
import type { Request } from "../request/request.ts";
import { canonicalJson, type Json, sha256 } from "../text/canonical-json.ts";
import type { SourceFile } from "../text/source-file.ts";

/**
 * What the author wrote, less names and words: the identity that is compared with history. No tool version is in
 * it and no rendering is needed, so it stays the same when SHREK changes.
 */
export type Content = {
  readonly format: 1;
  readonly request: Json;
  readonly resources: readonly { readonly path: string; readonly mode: string; readonly sha256: string }[];
};

const leftOut: ReadonlySet<string> = new Set([
  "tag",
  "version",
  "description",
  "contact",
  "acknowledge",
  "submit",
  "rerun",
  "supersedes",
  "variants",
]);

export const contentOf = (request: Request, resources: readonly SourceFile[]): Content => ({
  format: 1,
  request: requestPart(request as unknown as { readonly [key: string]: Json }),
  resources: distinct(resources).map(({ path, mode, bytes }) => ({ path, mode, sha256: sha256(bytes) })),
});

export const requestPart = (request: { readonly [key: string]: Json }): Json =>
  Object.fromEntries(Object.entries(request).filter(([key]) => !leftOut.has(key)));

export const contentDigest = (content: Content): string => sha256(canonicalJson(content as unknown as Json));

const distinct = (files: readonly SourceFile[]): readonly SourceFile[] =>
  files.length === 0
    ? files
    : [...new Map(files.map((file) => [file.path, file])).values()].toSorted((a, b) => compareText(a.path, b.path));
