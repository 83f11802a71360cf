import type { Scalar } from "yaml";

/**
 * The positions of a text's characters in the file. Folding and indentation only change blanks, so the n-th character
 * of the text that is not blank is the n-th such character in the file; where escapes break that, there is no position.
 */
export const textWithin = (node: Scalar, source: string): ((offset: number) => number) | undefined => {
  if (typeof node.value !== "string" || !node.range) return undefined;
  const [start, end] = bodyOf(node, source, node.range);
  const written = source.slice(start, end);
  if (inked(written) !== inked(node.value)) return undefined;
  const text = node.value;
  let ink: readonly [inText: readonly number[], inFile: readonly number[]] | undefined;
  return (offset) => {
    ink ??= [inkOf(text), inkOf(written)];
    const [inText, inFile] = ink;
    return start + (inFile[countBelow(inText, offset)] ?? inFile.at(-1) ?? 0);
  };
};

/**
 * Where YAML joins lines: the offset in the file of the first word that begins a line there, and follows a blank in the
 * text. `undefined`: nowhere.
 */
export const firstJoined = (node: Scalar, source: string): number | undefined => {
  if (typeof node.value !== "string" || !node.range || node.type === "BLOCK_LITERAL") return undefined;
  const [start, end] = bodyOf(node, source, node.range);
  const [text, written] = [node.value, source.slice(start, end)];
  // Escapes break the comparison of characters; lines can still be counted.
  if (inked(written) !== inked(text)) return linesIn(written) > linesIn(text) ? node.range[0] : undefined;
  const [inText, inFile] = [inkOf(text), inkOf(written)];
  const at = inFile.findIndex(
    (offset, index) =>
      index > 0 &&
      written.slice(inFile[index - 1], offset).includes("\n") &&
      !text.slice(inText[index - 1], inText[index]).includes("\n"),
  );
  return at === -1 ? undefined : start + (inFile[at] ?? 0);
};

const linesIn = (text: string): number => text.split("\n").filter((line) => line.trim() !== "").length;

/** Without the header of a block and the quotes of a quoted text. */
const bodyOf = (node: Scalar, source: string, [start, end]: readonly [number, number, number]): [number, number] => {
  const type = node.type ?? "PLAIN";
  if (type.startsWith("BLOCK")) return [source.indexOf("\n", start) + 1, end];
  if (type.startsWith("QUOTE")) return [start + 1, end - 1];
  return [start, end];
};

const inked = (text: string): string => text.replace(/\s+/g, "");
const inkOf = (text: string): readonly number[] => [...text.matchAll(/\S/g)].map(({ index }) => index);

/** How many of the rising numbers lie below the limit. */
const countBelow = (rising: readonly number[], limit: number): number => {
  let [low, high] = [0, rising.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rising[middle] ?? 0) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
};
