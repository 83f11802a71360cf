/** Text that is safe to send: made by `html`, which escapes whatever is put into it. */
export type Html = { readonly markup: string };
type Part = Html | string | number | undefined | readonly Html[];

export const html = (texts: TemplateStringsArray, ...parts: readonly Part[]): Html => ({
  markup: texts.map((text, at) => text + markupOf(parts[at])).join(""),
});

const markupOf = (part: Part): string => {
  if (part === undefined) return "";
  if (typeof part === "string" || typeof part === "number") return escape(String(part));
  return "markup" in part ? part.markup : part.map(({ markup }) => markup).join("");
};

/** Markup that somebody else made safe, such as a printer of Markdown. */
export const trusted = (markup: string): Html => ({ markup });

export const escape = (text: string): string => text.replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`);

export const link = (address: string, text: string | Html): Html => html`<a href="${address}">${text}</a>`;

export const list = (items: readonly Html[]): Html => html`<ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`;

/** Scrolls by itself where the page is narrow. */
export const table = (heads: readonly string[], rows: readonly (readonly (Html | string | number)[])[]): Html =>
  html`<div class="wide"><table>${heads.length === 0 ? undefined : html`<thead><tr>${heads.map((head) => html`<th>${head}</th>`)}</tr></thead>`}<tbody>${rows.map(
    (row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>`,
  )}</tbody></table></div>`;
