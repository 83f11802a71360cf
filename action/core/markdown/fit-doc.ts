import {
  type Block,
  type Doc,
  type FoldBlock,
  type ListBlock,
  type PartBlock,
  printed,
  printedBlock,
  type TableBlock,
} from "./doc.ts";
import { table } from "./markdown.ts";

/** Bytes of Markdown: of what is seen at once, and with all that is folded away. */
type Room = { readonly open: number; readonly all: number };

/**
 * The page in the longest form for which there is room. First everything is as short as it can be; then each block grows
 * from the top, and at last folds get what is left. Nothing is cut in its middle, as text in code would come alive.
 */
export const fitted = (doc: Doc, room: Room): Doc => {
  const least = doc.map(shortest);
  const left = meter(room.open - bytesOf(printed(least).markdown));
  const open = doc.map((block, index) => grown(block, least[index] ?? block, left));
  return filled(doc, open, meter(room.all - (room.open - left.bytes)));
};

/** What of the room is still free. */
type Meter = { bytes: number };
const meter = (bytes: number): Meter => ({ bytes });

/** Takes the room that this form needs beyond the form before, if there is so much. */
const takes = (left: Meter, form: Block, before: Block): boolean => {
  const cost = lengthOf(form) - lengthOf(before);
  if (cost > left.bytes) return false;
  left.bytes -= cost;
  return true;
};

const bytesOf = (text: string): number => Buffer.byteLength(text);
/** With the empty line after it; a block that says nothing has none. */
const lengthOf = (block: Block): number => {
  const size = bytesOf(printedBlock(block).markdown);
  return size === 0 ? 0 : size + 2;
};

const shortest = (block: Block): Block => {
  switch (block.kind) {
    case "words":
      return block.short === undefined ? block : { kind: "words", words: block.short };
    case "headline":
      return block;
    case "list":
      return { ...block, items: [], leftOut: block.items.length + (block.leftOut ?? 0) };
    case "table":
      return { ...block, rows: [], leftOut: block.rows.length + (block.leftOut ?? 0) };
    case "part":
      return { kind: "words", words: block.short };
    case "fold":
      return { ...block, inside: [] };
  }
};

const grown = (block: Block, least: Block, left: Meter): Block => {
  switch (block.kind) {
    case "headline":
      return block;
    case "words":
      return takes(left, block, least) ? block : least;
    case "part":
      return grownPart(block, least, left);
    case "list":
      return grownList(block, left);
    case "table":
      return grownTable(block, left);
    case "fold":
      return takes(left, shutFold(block), least) ? shutFold(block) : least;
  }
};

/** Its head counts, its inside does not. */
const shutFold = ({ kind, summary }: FoldBlock): FoldBlock => ({
  kind,
  summary,
  inside: [{ kind: "words", words: emptyText }],
});
const emptyText = printed([]);

const grownPart = (block: PartBlock, least: Block, left: Meter): Block => {
  const inner = block.whole.map(shortest);
  const short: PartBlock = { ...block, whole: inner };
  if (!takes(left, short, least)) return least;
  return { ...block, whole: block.whole.map((one, index) => grown(one, inner[index] ?? one, left)) };
};

const grownList = (list: ListBlock, left: Meter): ListBlock => {
  const own = meter(Math.min(list.most ?? left.bytes, left.bytes));
  left.bytes -= own.bytes;
  const shown = grownWithin(list, own);
  left.bytes += own.bytes;
  return shown;
};

/** The first item whole, then as many as there is room for in short, then these whole. */
const grownWithin = (list: ListBlock, left: Meter): ListBlock => {
  const shown: Block[] = [];
  for (const [index, item] of list.items.entries()) {
    const least = shortest(item);
    if (lengthOf(least) + marksOf(list) > left.bytes) break;
    left.bytes -= lengthOf(least) + marksOf(list);
    shown.push(index === 0 ? grown(item, least, left) : least);
  }
  const items = shown.map((least, index) => (index === 0 ? least : grown(list.items[index] ?? least, least, left)));
  return { ...list, items, leftOut: list.items.length - items.length + (list.leftOut ?? 0) };
};

/** Beyond the empty line, which points do not have. */
const marksOf = ({ as }: ListBlock): number => (as === "points" ? "- ".length - "\n".length : 0);

const grownTable = (whole: TableBlock, left: Meter): TableBlock => {
  let count = 0;
  const head = bytesOf(table(whole.heads, []).markdown);
  for (const [index, row] of whole.rows.entries()) {
    const cost = bytesOf(table([], [row]).markdown) - bytesOf(table([], []).markdown) + (index === 0 ? head + 2 : 0);
    if (cost > left.bytes) break;
    left.bytes -= cost;
    count += 1;
  }
  return { ...whole, rows: whole.rows.slice(0, count), leftOut: whole.rows.length - count + (whole.leftOut ?? 0) };
};

/** Folds that are shown get their insides, from the top. */
const filled = (whole: Doc, open: Doc, left: Meter): Doc =>
  open.map((block, index) => filledBlock(whole[index] ?? block, block, left));

const filledBlock = (whole: Block, open: Block, left: Meter): Block => {
  if (whole.kind === "fold" && open.kind === "fold" && open.inside.length > 0) {
    const inside = fitted(whole.inside, { open: left.bytes, all: left.bytes });
    const size = bytesOf(printed(inside).markdown);
    if (size > left.bytes) return { ...open, inside: [] };
    left.bytes -= size;
    return { ...open, inside };
  }
  if (whole.kind === "part" && open.kind === "part") return { ...open, whole: filled(whole.whole, open.whole, left) };
  if (whole.kind === "list" && open.kind === "list") return { ...open, items: filled(whole.items, open.items, left) };
  return open;
};

/** Bytes of UTF-8. GitHub takes 65,536 characters a comment and 1 MiB a summary; the text says what is left out. */
export const maxCommentBytes = 60_000;
export const maxSummaryBytes = 1_000_000;

/** Of a status comment or an issue: what is seen at once is read on a phone, what is folded away may fill the rest. */
export const commentLimits: Room = { open: 8000, all: maxCommentBytes };
