import { details, inline, lines, type Markdown, md, paragraphs, strong, table } from "./markdown.ts";

/** Words up to this many UTF-16 units; the end says that more was there. What is in backticks stays whole or goes. */
export const cut = (words: string, most: number): string => {
  if (words.length <= most) return words;
  const kept = words.slice(0, most).toWellFormed();
  const isInside = kept.split("`").length % 2 === 0 && words.split("`").length % 2 === 1;
  return `${isInside ? kept.slice(0, kept.lastIndexOf("`")).trimEnd() : kept}...`;
};

/** The last lines of a log that fit, of one long line its end: what went wrong stands there. */
export const lastLines = (log: string, most: number): string => {
  if (log.length <= most) return log;
  const end = log.slice(-most);
  return `...\n${end.slice(end.indexOf("\n") + 1).toWellFormed()}`;
};

/**
 * A page for people as data, in the order in which it is read. Each block has a short form, so a page is fitted once to
 * the room that it has (`fitted`), and printed as Markdown or for a terminal from the same blocks.
 */
export type Doc = readonly Block[];

export type Block = WordsBlock | HeadlineBlock | ListBlock | TableBlock | PartBlock | FoldBlock;

/** A paragraph, a block to copy. In the least room it is `short`; without that it always stays. */
type WordsBlock = { readonly kind: "words"; readonly words: Markdown; readonly short?: Markdown };

/** `page`: the first line of all, which a phone shows; `section`: of what follows it. */
type HeadlineBlock = { readonly kind: "headline"; readonly of: "page" | "section"; readonly words: Markdown };

/** Points, or paragraphs that may be parts. Where some are left out, their number and these words follow. */
export type ListBlock = {
  readonly kind: "list";
  readonly as: "points" | "paragraphs";
  readonly items: Doc;
  readonly more: MoreWords;
  readonly leftOut?: number;
  /** The most bytes that it takes, so that others have room; a stranger can make a name of any length. */
  readonly most?: number;
};

/** Follows "And 7 more", or the whole line for a number. */
type MoreWords = Markdown | ((leftOut: number) => Markdown);

export type TableBlock = {
  readonly kind: "table";
  readonly heads: readonly string[];
  readonly rows: readonly (readonly TableCell[])[];
  readonly more: MoreWords;
  readonly leftOut?: number;
};
export type TableCell = string | number | Markdown;

/** Several blocks that are shown together, or one line that replaces them. */
export type PartBlock = { readonly kind: "part"; readonly whole: Doc; readonly short: Markdown };

/** Closed until a reader opens it. It needs room of its own, and is left out where there is none. */
export type FoldBlock = { readonly kind: "fold"; readonly summary: string; readonly inside: Doc };

export const words = (said: Markdown): WordsBlock => ({ kind: "words", words: said });
export const perhaps = (said: Markdown): WordsBlock => ({ kind: "words", words: said, short: md`` });

/** `folds`: a terminal opens none by itself, and says on one line that it is there. */
export const printed = (doc: Doc, folds: "open" | "shut" = "open"): Markdown =>
  paragraphs(doc.map((block) => printedBlock(block, folds)));

export const printedBlock = (block: Block, folds: "open" | "shut" = "open"): Markdown => {
  switch (block.kind) {
    case "words":
      return block.words;
    case "headline":
      return block.of === "page" ? strong(block.words) : md`### ${block.words}`;
    case "part":
      return printed(block.whole, folds);
    case "fold":
      return block.inside.length === 0 || folds === "shut" ? md`` : details(block.summary, printed(block.inside));
    case "list": {
      const items = block.items.map((item) => printedBlock(item, folds));
      const made = block.as === "points" ? lines(items.map((item) => md`- ${item}`)) : paragraphs(items);
      return paragraphs([made, ...moreLine(block)]);
    }
    case "table":
      return paragraphs([...(block.rows.length === 0 ? [] : [table(block.heads, block.rows)]), ...moreLine(block)]);
  }
};

const moreLine = ({ leftOut = 0, more }: ListBlock | TableBlock): readonly Markdown[] =>
  leftOut === 0 ? [] : [typeof more === "function" ? more(leftOut) : inline([md`And ${leftOut} more`, more], "")];
