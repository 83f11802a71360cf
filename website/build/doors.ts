import { readFileSync } from "node:fs";

/** A page, as the index of docs names it: `request.md`, and what it is for. */
type Page = { readonly file: string; readonly what: string };

/** Who reads, in the words of the index ("request productions"), and the pages for them. */
export type Door = { readonly who: string; readonly pages: readonly Page[] };

const row = /^\|(?<who>[^|]*)\|(?<pages>[^|]+)\|(?<what>[^|]+)\|$/;
const link = /\[[^\]]+\]\((?<file>[^)]+\.md)\)/g;

/** The rows of the table in docs/README.md: the site has no list of pages of its own. */
export const readDoors = (index: string): readonly Door[] => {
  const doors: { who: string; pages: Page[] }[] = [];
  for (const line of index.split("\n")) {
    const cells = row.exec(line)?.groups;
    if (cells === undefined || cells.who?.trim() === "you" || cells.who?.startsWith("---")) continue;
    if (cells.who?.trim()) doors.push({ who: cells.who.trim(), pages: [] });
    const files = [...(cells.pages ?? "").matchAll(link)].map(({ groups }) => groups?.file ?? "");
    doors.at(-1)?.pages.push(...files.map((file) => ({ file, what: (cells.what ?? "").trim() })));
  }
  return doors;
};

/** The first heading of a page, which is its name on the site. */
export const titleOf = (path: string): string => {
  const title = /^# (.+)$/m.exec(readFileSync(path, "utf8"))?.[1];
  if (title === undefined) throw new Error(`${path} has no heading "# ..."`);
  return title;
};
