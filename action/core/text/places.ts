import type { Document, LineCounter } from "yaml";
import { isMap, isPair, isScalar } from "yaml";
import { makeProblem, type Problem, type ProblemWords } from "../problems/problem.ts";
import { type ProblemCode } from "../problems/problem-codes.ts";
import { firstJoined, textWithin } from "./text-within.ts";

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
