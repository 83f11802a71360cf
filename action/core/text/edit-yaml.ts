import { isDeepStrictEqual } from "node:util";
import { load } from "js-yaml";
import {
  type Document,
  isCollection,
  isMap,
  isPair,
  isScalar,
  type Pair,
  parseDocument,
  Scalar,
  type YAMLMap,
} from "yaml";
import { Failure } from "../problems/failure.ts";
import type { Path } from "./places.ts";

/** A text that a request shall hold at a path, or a number, or a mapping of numbers; `undefined`: the key goes. */
export type Edit = { readonly path: Path; readonly text: string | Figures | undefined };
type Figures = number | Readonly<Record<string, number>>;

type Added = Edit & { readonly after?: string };

/**
 * Writes values into a request. Only their own characters change: comments, quotes, order, line ends and everything
 * else stay byte for byte. A missing key is added next to the key that is named `after`.
 */
export const editYaml = (source: string, edits: readonly Added[]): string => {
  const document = parseDocument(source, { version: "1.2" });
  const splices = edits.map((edit) => spliceOf(source, document, edit)).toSorted((a, b) => b.at - a.at);
  const text = splices.reduce((so, { at, length, put }) => so.slice(0, at) + put + so.slice(at + length), source);
  const wanted = edits.reduce<unknown>((value, edit) => withText(value, edit.path, edit.text), plainValue(source));
  // Whatever way of writing was not thought of: better a word to the author than a file that means something else.
  if (wanted === undefined || !isDeepStrictEqual(plainValue(text), wanted)) throw unmovable(edits);
  return text;
};

const unmovable = (edits: readonly Edit[]): Failure =>
  new Failure(
    `${edits.map(({ path }) => `\`${path.join(".")}\``).join(" and ")} cannot be changed automatically in this YAML form.`,
    {
      wayOut: `Write it out: ${edits.map(({ path, text }) => `${String(path.at(-1))}: ${plainScalar(text)}`).join(", ")}.`,
    },
  );

/** Without values that several places share: an edit of an anchored value would change them all. */
const plainValue = (text: string): unknown => {
  try {
    return JSON.parse(JSON.stringify(load(text))) as unknown;
  } catch {
    return undefined;
  }
};

const withText = (value: unknown, [key, ...rest]: Path, text: Edit["text"]): unknown => {
  if (key === undefined) return text;
  if (Array.isArray(value))
    return value.map((one: unknown, index) => (index === key ? withText(one, rest, text) : one));
  if (typeof value !== "object" || value === null) return undefined;
  const known = new Map<string, unknown>(Object.entries(value));
  if (rest.length === 0 && text === undefined) {
    known.delete(String(key));
    return Object.fromEntries(known);
  }
  return { ...value, [key]: withText(known.get(String(key)), rest, text) };
};

type Splice = { readonly at: number; readonly length: number; readonly put: string };

const spliceOf = (source: string, document: Document, edit: Added): Splice => {
  if (edit.text === undefined) return removalOf(source, document, edit.path);
  const node = document.getIn(edit.path, true);
  if (node === undefined && edit.after !== undefined)
    return additionOf(source, document, { ...edit, after: edit.after });
  if (!isScalar(node) || !node.range || node.anchor !== undefined || isBlock(node))
    throw new Failure(`\`${edit.path.join(".")}\` is not a plain value, so it cannot be changed automatically.`, {
      wayOut: `Write it out as ${plainScalar(edit.text)}.`,
    });
  const [from, to] = node.range;
  const quote = /^["']/.exec(source.slice(from, to))?.[0];
  return {
    at: from,
    length: to - from,
    put: quote === undefined || typeof edit.text !== "string" ? plainScalar(edit.text) : inQuotes(quote, edit.text),
  };
};

const inQuotes = (quote: string, text: string): string =>
  quote === '"' ? JSON.stringify(text) : `'${text.replaceAll("'", "''")}'`;

/** In quotes unless it is words, which mean the same in braces too, and that YAML reads as text. */
const plainScalar = (text: Edit["text"]): string => {
  if (text === undefined) return "nothing";
  if (typeof text === "number") return String(text);
  if (typeof text === "object")
    return `{ ${Object.entries(text)
      .map(([key, value]) => `${key}: ${value}`)
      .join(", ")} }`;
  return /^[A-Za-z0-9][A-Za-z0-9 ._-]*[A-Za-z0-9.]$/.test(text) && load(text) === text ? text : JSON.stringify(text);
};

const isBlock = ({ type }: Scalar): boolean => type === Scalar.BLOCK_FOLDED || type === Scalar.BLOCK_LITERAL;

const additionOf = (
  source: string,
  document: Document,
  { path, text, after }: Edit & { readonly after: string },
): Splice => {
  const parent = document.getIn(path.slice(0, -1), true);
  const pair = isMap(parent) ? pairOf(parent, after) : undefined;
  if (!isMap(parent) || pair === undefined)
    throw new Failure(`\`${path.join(".")}\` cannot be added.`, { wayOut: `Write it as ${plainScalar(text)}.` });
  const entry = `${String(path.at(-1))}: ${plainScalar(text)}`;
  if (parent.flow === true) return { at: pair.end, length: 0, put: `, ${entry}` };
  const lineEnd = /\r?\n/.exec(source)?.[0] ?? "\n";
  // The key may follow the dash of a list.
  const indent = source.slice(source.lastIndexOf("\n", pair.start - 1) + 1, pair.start).replaceAll(/\S/g, " ");
  if (!pair.onOneLine) return { at: pair.start, length: 0, put: `${entry}${lineEnd}${indent}` };
  const end = pair.end + source.slice(pair.end).search(/\r?\n|$/);
  return { at: end, length: 0, put: `${lineEnd}${indent}${entry}` };
};

/** A key on a line of its own goes with its line, one in braces with a comma. */
const removalOf = (source: string, document: Document, path: Path): Splice => {
  const parent = document.getIn(path.slice(0, -1), true);
  const pair = isMap(parent) ? pairOf(parent, String(path.at(-1))) : undefined;
  if (!isMap(parent) || pair === undefined)
    throw new Failure(`\`${path.join(".")}\` cannot be removed automatically.`, { wayOut: "Remove it by hand." });
  const { start, end } = pair;
  if (parent.flow === true) {
    const before = /,\s*$/.exec(source.slice(0, start))?.[0].length ?? 0;
    const after = before > 0 ? 0 : (/^\s*,\s*/.exec(source.slice(end))?.[0].length ?? 0);
    return { at: start - before, length: end + after - start + before, put: "" };
  }
  const from = source.lastIndexOf("\n", start - 1) + 1;
  return { at: from, length: end + (/^.*(\n|$)/.exec(source.slice(end))?.[0].length ?? 0) - from, put: "" };
};

type WrittenSpan = { readonly start: number; readonly end: number; readonly onOneLine: boolean };

const pairOf = (map: YAMLMap, key: string): WrittenSpan | undefined => {
  const pair = map.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === key);
  if (pair === undefined || !isScalar(pair.key) || !pair.key.range) return undefined;
  const value = endOf(pair);
  return value === undefined ? undefined : { start: pair.key.range[0], ...value };
};

/** What is written in lines of its own ends somewhere below, after comments that belong to others. */
const endOf = ({ value }: Pair): Pick<WrittenSpan, "end" | "onOneLine"> | undefined => {
  if (isScalar(value) && value.range) return { end: value.range[1], onOneLine: !isBlock(value) };
  if (isCollection(value) && value.range) return { end: value.range[1], onOneLine: value.flow === true };
  return undefined;
};
