import { type Document, isMap, isPair, isScalar, type LineCounter, type Scalar } from "yaml";
import { makeProblem, type Problem, type ProblemCode, type ProblemWords } from "../problems/problem.ts";

/**
 * The positions of a text's characters in the file. Folding and indentation only change blanks, so the n-th character
 * of the text that is not blank is the n-th such character in the file; where escapes break that, there is no position.
 */
const textWithin = (node: Scalar, source: string): ((offset: number) => number) | undefined => {
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

/** Where YAML joins lines: the offset of the first word that begins a line, after a blank. `undefined`: nowhere. */
const firstJoined = (node: Scalar, source: string): number | undefined => {
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

export type Path = readonly (string | number)[];
export type Place = { readonly line: number; readonly col: number };

/** Where in the text a value was written. Problems are made here, so that none is without a place. */
export type Places = {
  /** The place of the value at a path, or of the nearest thing above it that is written down. */
  at(path: Path): Place;
  /** The place of the key, for problems with a name. */
  ofKey(path: Path): Place;
  /** The places of the characters of a text; `undefined` where it is not written out as it reads. */
  within(path: Path): ((offset: number) => Place) | undefined;
  /** Where YAML joins lines of a text into one; `undefined` where it does not. */
  joined(path: Path): Place | undefined;
  /** A plain value as it was written; `undefined` for one in quotes, a list or a mapping. */
  written(path: Path): string | undefined;
};

export type Located = { readonly file: string; readonly places: Places };

/** `key`: the place of the key and not of its value. */
export const problemAt = (
  { file, places }: Located,
  path: Path,
  code: ProblemCode,
  { key = false, ...words }: ProblemWords & { readonly key?: boolean },
): Problem => makeProblem({ file, ...(key ? places.ofKey(path) : places.at(path)) }, code, words);

export const noEffect = (where: Located, path: Path, message: string, hint?: string): Problem =>
  problemAt(where, path, "no-effect", { message, key: true, hint });

/** What a rule finds, in the order of the request. */
export type Faults = Iterable<Problem>;

export const placeOnly = (place: Place) => (): Place => place;

const top: Place = { line: 1, col: 1 };

/** Of a text without paths: all is at one line. */
export const placesOfLine = (line: number): Places => {
  const at = placeOnly({ line, col: 1 });
  return { at, ofKey: at, within: () => undefined, joined: () => undefined, written: () => undefined };
};

export const placesOf = (document: Document.Parsed, lines: LineCounter, source: string): Places => {
  const toPlace = (offset: number | undefined): Place => {
    if (offset === undefined) return top;
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), col: Math.max(1, col) };
  };
  const valueOffset = (path: Path): number | undefined => {
    const node = path.length === 0 ? document.contents : document.getIn(path, true);
    return isRanged(node) ? node.range[0] : undefined;
  };
  const keyOffset = (path: Path): number | undefined => {
    const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
    if (!isMap(parent)) return undefined;
    const pair = parent.items.find(
      (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(path.at(-1)),
    );
    return pair !== undefined && isRanged(pair.key) ? pair.key.range[0] : undefined;
  };
  const climb = (path: Path, find: (p: Path) => number | undefined): Place => {
    for (let length = path.length; length > 0; length--) {
      const offset = find(path.slice(0, length));
      if (offset !== undefined) return toPlace(offset);
    }
    return toPlace(valueOffset([]));
  };
  return {
    at: (path) => climb(path, (p) => valueOffset(p)),
    ofKey: (path) => climb(path, (p) => keyOffset(p) ?? valueOffset(p)),
    written: (path) => {
      const node = document.getIn(path, true);
      return isScalar(node) && node.type === "PLAIN" ? node.source : undefined;
    },
    joined: (path) => {
      const node = document.getIn(path, true);
      const offset = isScalar(node) ? firstJoined(node, source) : undefined;
      return offset === undefined ? undefined : toPlace(offset);
    },
    within: (path) => {
      const node = path.length === 0 ? document.contents : document.getIn(path, true);
      const found = isScalar(node) ? textWithin(node, source) : undefined;
      return found === undefined ? undefined : (offset) => toPlace(found(offset));
    },
  };
};

const isRanged = (node: unknown): node is { readonly range: readonly [number, number, number] } =>
  typeof node === "object" && node !== null && "range" in node && Array.isArray(node.range);
