import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../scripts/demo/scene.ts";

/** A file of the repository that people read, by its path. */
export type Page = { readonly path: string; readonly text: string };

/** Files below a folder whose names end so, in order; what the build makes of schemas is no one's text. */
export const pagesBelow = (folder: string, ...endings: readonly string[]): readonly Page[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => endings.some((ending) => path.endsWith(ending)) && !path.startsWith("core/generated/"))
    .toSorted()
    .map((path) => pageAt(join(folder, path)));

export const pageAt = (path: string): Page => ({ path, text: readFileSync(join(root, path), "utf8") });

/** The ids that a link can name: those written as `<a id>`, and those that GitHub makes of headings. */
export const anchorsOf = ({ text }: Page): ReadonlySet<string> =>
  new Set([
    ...[...text.matchAll(/<a id="([^"]+)"><\/a>/g)].map(([, id = ""]) => id),
    ...[...text.matchAll(/^#+ (.*)$/gm)].map(([, words = ""]) =>
      words
        .replace(/<[^>]*>/g, "")
        .toLowerCase()
        .replace(/[^a-z0-9 _-]/g, "")
        .trim()
        .replaceAll(" ", "-"),
    ),
  ]);
