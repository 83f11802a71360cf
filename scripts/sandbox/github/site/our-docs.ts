import { readFile } from "node:fs/promises";
import { html, trusted } from "./html.ts";
import { markdownHtml } from "./markdown.ts";
import type { Shown } from "./visit.ts";

const docs = new URL("../../../../docs/", import.meta.url);

/** `/OWNER/shrek/blob/REF/docs/PAGE.md`: the pages of the program itself, at any ref, to which comments lead. */
export const ourDocs = async (path: string): Promise<Shown> => {
  const [, page] = /^\/[\w.-]+\/shrek\/blob\/[\w.-]+\/docs\/([\w-]+\.md)$/.exec(path) ?? [];
  const text = page === undefined ? undefined : await readFile(new URL(page, docs), "utf8").catch(() => undefined);
  if (page === undefined || text === undefined) return undefined;
  // As GitHub does, a heading is a place of its own.
  const anchored = markdownHtml(text, { markup: false }).replaceAll(
    /<h2>([\w-]+)<\/h2>/g,
    (_, name: string) => `<h2 id="${name}">${name}</h2>`,
  );
  return { title: `docs/${page}`, body: html`<article class="box"><div>${trusted(anchored)}</div></article>` };
};
