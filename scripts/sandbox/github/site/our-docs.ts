import { readdir, readFile } from "node:fs/promises";
import { html, trusted } from "./html.ts";
import { markdownHtml } from "./markdown.ts";
import type { Shown } from "./visit.ts";

const root = new URL("../../../../", import.meta.url);

/** `/OWNER/shrek/blob/REF/docs/PAGE.md`: the pages of the program itself, at any ref, to which comments lead. */
export const ourDocs = async (path: string): Promise<Shown> => {
  const [, folder] = /^\/[\w.-]+\/shrek\/blob\/[\w.-]+\/((?:[\w-]+\/){1,3})$/.exec(path) ?? [];
  // GitHub leads from here to its page of the folder, which names what is in it.
  const names = folder === undefined ? undefined : await readdir(new URL(folder, root)).catch(() => undefined);
  if (folder !== undefined && names !== undefined)
    return { title: folder, body: html`<ul class="box">${names.map((name) => html`<li>${name}</li>`)}</ul>` };
  const [, page] =
    /^\/[\w.-]+\/shrek\/blob\/[\w.-]+\/((?:docs\/)?(?:[\w-]+\/){0,2}[\w-]+\.(?:md|ya?ml))$/.exec(path) ?? [];
  const text = page === undefined ? undefined : await readFile(new URL(page, root), "utf8").catch(() => undefined);
  if (page === undefined || text === undefined) return undefined;
  if (/\.ya?ml$/.test(page)) return { title: page, body: html`<pre>${text}</pre>` };
  // As GitHub does, a heading is a place of its own.
  const anchored = markdownHtml(text, { markup: false }).replaceAll(
    /<h([1-6])>(.*?)<\/h\1>/gs,
    (_, level: string, heading: string) => `<h${level} id="${placeOf(heading)}">${heading}</h${level}>`,
  );
  // And the anchors that we write, of which it keeps the name.
  const named = anchored.replaceAll(
    /&lt;a id=(?:"|&quot;|&#34;)([\w-]+)(?:"|&quot;|&#34;)&gt;&lt;\/a&gt;/g,
    '<a id="$1"></a>',
  );
  return { title: page, body: html`<article class="box"><div>${trusted(named)}</div></article>` };
};

/** GitHub's name for a heading: small letters, digits and hyphens. */
const placeOf = (heading: string): string =>
  heading
    .replaceAll(/&lt;.*?&gt;|<[^>]*>|&\w+;/g, "")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");
