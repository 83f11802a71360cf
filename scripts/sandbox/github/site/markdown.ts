import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import { type Html, trusted } from "./html.ts";

/** GitHub's Markdown as HTML, with graphs for Mermaid to draw. `markup`: HTML in it is shown as such, of our own texts alone. */
export const markdownHtml = (markdown: string, { markup }: { readonly markup: boolean }): string =>
  micromark(markdown, { extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: markup })
    .replaceAll(/<pre><code class="language-mermaid">([^]*?)<\/code><\/pre>/g, '<pre class="mermaid">$1</pre>')
    .replaceAll(/<pre><code class="language-suggestion">/g, '<pre class="suggestion"><code>');

type BoxedText = {
  readonly text: string;
  /** Written by SHREK, whose HTML is shown; that of people is shown as text. */
  readonly ours: boolean;
  /** Address of the page below which relative links lie. */
  readonly below: string;
  /** What GitHub itself would be called: links to this repository there lead to it here. */
  readonly home: string;
};

/** Tables scroll by themselves, and links of this repository stay in the sandbox. */
export const markdownBox = ({ text, ours, below, home }: BoxedText): Html =>
  trusted(
    markdownHtml(text, { markup: ours })
      .replaceAll("<table>", '<div class="wide"><table>')
      .replaceAll("</table>", "</table></div>")
      .replaceAll(`href="https://github.com${home}`, `href="${home}`)
      .replaceAll(/(href|src)="([^"#][^":]*)"/g, (_, name: string, path: string) => {
        const { pathname, search, hash } = new URL(path.replaceAll("&amp;", "&"), `http://sandbox${below}`);
        return `${name}="${pathname}${search.replaceAll("&", "&amp;")}${hash}"`;
      }),
  );
