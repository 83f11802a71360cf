/** HTML that is whole and safe to put into a page. */
export type Html = { readonly html: string };
type HtmlPart = string | number | Html | readonly Html[];

const marks: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
/** What nobody sees and what turns the direction of writing, but for ends of lines. */
const unseenMarks = /(?!\n)[\p{C}\p{Default_Ignorable_Code_Point}\u2028\u2029]/gu;

export const withoutUnseen = (text: string): string => text.replace(unseenMarks, " ");

const escaped = (text: string): string => withoutUnseen(text).replace(/[&<>"']/g, (mark) => marks[mark] ?? mark);

/** Every text that is put in is a stranger's: only what this made itself is HTML. */
export const html = (strings: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html => ({
  html: strings.reduce((all, string, index) => `${all}${partText(parts[index - 1])}${string}`),
});

const partText = (part: HtmlPart | undefined): string => {
  if (part === undefined) return "";
  if (typeof part === "string" || typeof part === "number") return escaped(String(part));
  return "html" in part ? part.html : part.map((one) => one.html).join("");
};
