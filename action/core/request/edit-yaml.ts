import { load } from "js-yaml";
import { type Document, isMap, isPair, isScalar, parseDocument, type YAMLMap } from "yaml";
import { Failure } from "../failure.ts";
import type { Path } from "./places.ts";

/** A text that a request shall hold at a path. */
export type Edit = { readonly path: Path; readonly text: string };

/**
 * Writes values into a request. Only their own characters change: comments, quotes, order, line ends and everything
 * else stay byte for byte. A key that is missing is added after the key that is named `after`.
 */
export const editYaml = (source: string, edits: readonly (Edit & { readonly after?: string })[]): string => {
  const document = parseDocument(source, { version: "1.2" });
  const splices = edits.map((edit) => spliceOf(source, document, edit)).toSorted((a, b) => b.at - a.at);
  return splices.reduce((text, { at, length, put }) => text.slice(0, at) + put + text.slice(at + length), source);
};

type Splice = { readonly at: number; readonly length: number; readonly put: string };

const spliceOf = (source: string, document: Document, edit: Edit & { readonly after?: string }): Splice => {
  const node = document.getIn(edit.path, true);
  if (node === undefined && edit.after !== undefined)
    return additionOf(source, document, edit.path, edit.text, edit.after);
  if (!isScalar(node) || !node.range || node.anchor !== undefined)
    throw new Failure(`\`${edit.path.join(".")}\` is not written as a plain value, so it cannot be moved.`, {
      wayOut: `Write it out as ${edit.text}.`,
    });
  const [from, to] = node.range;
  const quote = /^["']/.exec(source.slice(from, to))?.[0];
  return { at: from, length: to - from, put: quote === undefined ? plain(edit.text) : inQuotes(quote, edit.text) };
};

const inQuotes = (quote: string, text: string): string =>
  quote === '"' ? JSON.stringify(text) : `'${text.replaceAll("'", "''")}'`;

/** In quotes unless it is words, which mean the same in braces too, and that YAML reads as text. */
const plain = (text: string): string =>
  /^[A-Za-z0-9][A-Za-z0-9 ._-]*[A-Za-z0-9.]$/.test(text) && load(text) === text ? text : JSON.stringify(text);

const additionOf = (source: string, document: Document, path: Path, text: string, after: string): Splice => {
  const parent = document.getIn(path.slice(0, -1), true);
  const pair = isMap(parent) ? pairOf(parent, after) : undefined;
  if (!isMap(parent) || pair === undefined)
    throw new Failure(`\`${path.join(".")}\` cannot be added.`, { wayOut: `Write it as ${text}.` });
  const entry = `${String(path.at(-1))}: ${plain(text)}`;
  if (parent.flow === true) return { at: pair.end, length: 0, put: `, ${entry}` };
  const [lineEnd = ""] = /\r?\n|$/.exec(source.slice(pair.end)) ?? [];
  const end = pair.end + source.slice(pair.end).search(/\r?\n|$/);
  const indent = source.slice(source.lastIndexOf("\n", pair.start - 1) + 1, pair.start);
  return { at: end, length: 0, put: `${lineEnd === "" ? "\n" : lineEnd}${indent}${entry}` };
};

const pairOf = (map: YAMLMap, key: string): { readonly start: number; readonly end: number } | undefined => {
  const pair = map.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === key);
  if (pair === undefined || !isScalar(pair.key) || !isScalar(pair.value)) return undefined;
  return pair.key.range && pair.value.range ? { start: pair.key.range[0], end: pair.value.range[1] } : undefined;
};
