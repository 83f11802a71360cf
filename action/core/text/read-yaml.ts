import { isDeepStrictEqual } from "node:util";
import { load, YAMLException } from "js-yaml";
import { type Document, LineCounter, parseDocument } from "yaml";
import { makeProblem, type Problem, type ProblemCode } from "../problems/problem.ts";
import type { Json } from "./canonical-json.ts";
import { keepLast } from "./once.ts";
import { type Path, type Place, type Places, placesOf } from "./places.ts";
import { type EventPlaces, placesOfEvents } from "./places-of-events.ts";
import { plainComplaints } from "./yaml-text.ts";
import { slipIn } from "./yaml-typos.ts";

export type Read =
  | { readonly kind: "read"; readonly value: Json; readonly places: Places }
  | { readonly kind: "unreadable"; readonly problems: readonly Problem[] };

/** Changed files are read by both; files that were validated before are read by the first alone. */
export type Trust = "two-readings" | "first-reading";

export const largestRequest = 1024 * 1024;
export const maxNodes = 50_000;
export const deepest = 100;

/**
 * Text to value and where it was written. `js-yaml` decides the meaning, `yaml` knows the places; a value on
 * which they disagree would mean one thing to us and another to the next tool, so it is a problem.
 */
export const readYaml = (file: string, bytes: Uint8Array, trust: Trust = "two-readings"): Read => {
  const problem = (code: ProblemCode, message: string, place: Partial<Place> = {}): Problem =>
    makeProblem({ file, ...place }, code, { message });
  const stop = (...problems: readonly Problem[]): Read => ({ kind: "unreadable", problems });

  if (bytes.length > largestRequest)
    return stop(problem("too-large", `The file has ${bytes.length} bytes; a request has at most ${largestRequest}.`));
  const text = decodeUtf8(bytes);
  if (typeof text !== "string") return stop(problem("not-utf8", "This byte is not part of UTF-8 text.", text));

  const meaning = meaningOf(text);
  if (meaning.kind === "too-much") return stop(problem("yaml-alias", meaning.message));
  if (meaning.kind === "too-deep")
    return stop(problem("nested-too-deep", tooDeep, meaning.place ?? placesOnDemand(text).at(meaning.path ?? [])));

  if (trust === "first-reading" && meaning.kind === "value")
    return { kind: "read", value: meaning.value, places: placesOnDemand(text) };
  const { document, lines } = parseWithPlaces(text, meaning.kind === "error");
  const complaints = [...document.errors, ...document.warnings].map((e) => {
    const { line, col } = lines.linePos(e.pos[0]);
    return { message: oneLine(e.message), code: e.code, place: { line: Math.max(1, line), col: Math.max(1, col) } };
  });
  const all = complaints.length === 0 && meaning.kind === "error" ? [meaning] : complaints;
  const [first] = all;
  const slip = first === undefined ? undefined : slipIn(text, first);
  if (slip !== undefined) return stop(problem("yaml-syntax", slip.message, slip.place));
  if (all.length > 0)
    return stop(...plainComplaints(all).map(({ message, place }) => problem("yaml-syntax", message, place)));
  if (meaning.kind === "error") return stop(problem("yaml-syntax", meaning.message, meaning.place));

  const second = secondReading(document);
  if (second.kind === "error") return stop(problem("yaml-syntax", second.message));
  if (!isDeepStrictEqual(second.value, meaning.value)) {
    const path = firstDifference(meaning.value, second.value);
    return stop(
      problem(
        "yaml-two-readings",
        `Two YAML readers understand ${path.length === 0 ? "this file" : `\`${path.join(".")}\``} differently; write it in quotes.`,
        placesOf(document, lines, text).at(path),
      ),
    );
  }
  keptPlaces(text, () => placesOf(document, lines, text));
  return { kind: "read", value: meaning.value, places: placesOnDemand(text) };
};

/** Beyond it, only the first reader looks for duplicate keys: the second compares every key with every other. */
const maxComparedLength = 64 * 1024;

const parseWithPlaces = (
  text: string,
  faulty: boolean,
): { readonly document: Document.Parsed; readonly lines: LineCounter } => {
  const lines = new LineCounter();
  const uniqueKeys = faulty && text.length <= maxComparedLength;
  return {
    lines,
    document: parseDocument(text, {
      lineCounter: lines,
      prettyErrors: false,
      version: "1.2",
      uniqueKeys,
      logLevel: "error",
    }),
  };
};

/** The slower reader is only asked for a place that the first one does not know. */
const placesOnDemand = (text: string): Places => {
  const found = (): Places =>
    keptPlaces(text, () => {
      const { document, lines } = parseWithPlaces(text, false);
      return placesOf(document, lines, text);
    });
  const quick = (): EventPlaces => keptEvents(text, () => placesOfEvents(text));
  return {
    at: (path) => quick().at(path) ?? found().at(path),
    ofKey: (path) => quick().ofKey(path) ?? found().ofKey(path),
    joined: (path) => found().joined(path),
    within: (path) => found().within(path),
    written: (path) => found().written(path),
  };
};

const keptPlaces = keepLast<Places>();
const keptEvents = keepLast<EventPlaces>();

type Meaning =
  | { readonly kind: "value"; readonly value: Json }
  | { readonly kind: "too-much"; readonly message: string }
  /** Where the reader stopped, or the path of the first value that is too deep. */
  | { readonly kind: "too-deep"; readonly place?: Place; readonly path?: Path }
  | { readonly kind: "error"; readonly message: string; readonly place: Place };

const meaningOf = (text: string): Meaning => {
  try {
    const value: unknown = load(text);
    return excessOf(value) ?? { kind: "value", value: value as Json };
  } catch (error) {
    if (error instanceof YAMLException) {
      const place = { line: (error.mark?.line ?? 0) + 1, col: (error.mark?.column ?? 0) + 1 };
      if (error.reason.includes("maxDepth")) return { kind: "too-deep", place };
      return { kind: "error", message: oneLine(error.reason), place };
    }
    if (error instanceof RangeError) return { kind: "too-deep" };
    throw error;
  }
};

const tooDeep = `The file is nested deeper than ${deepest} levels here.`;

/** Counts nodes as they would be written out: an alias bomb is small in the file and endless in the value. */
const excessOf = (value: unknown): Exclude<Meaning, { kind: "value" | "error" }> | undefined => {
  let nodes = 0;
  const around: { readonly node: object; readonly key: string }[] = [];
  const walk = (node: unknown, key: string): ReturnType<typeof excessOf> => {
    if (++nodes > maxNodes)
      return {
        kind: "too-much",
        message: `With all aliases (\`*name\`) expanded, the file has more than ${maxNodes} values.`,
      };
    if (typeof node !== "object" || node === null) return undefined;
    if (around.some((outer) => outer.node === node))
      return {
        kind: "too-much",
        message: "The alias `*name` is inside its own anchor `&name`, so the value has no end.",
      };
    around.push({ node, key });
    if (around.length > deepest) return { kind: "too-deep", path: pathAround(around) };
    for (const [name, child] of Object.entries(node)) {
      const excess = walk(child, name);
      if (excess !== undefined) return excess;
    }
    around.pop();
    return undefined;
  };
  return walk(value, "");
};

/** Of the innermost. A list has numbers for keys. */
const pathAround = (around: readonly { readonly node: object; readonly key: string }[]): Path =>
  around.slice(1).map(({ key }, index) => (Array.isArray(around[index]?.node) ? Number(key) : key));

/** Where two values part; the list or mapping itself when its length or keys differ. */
const firstDifference = (one: unknown, other: unknown): Path => {
  if (typeof one !== "object" || one === null || typeof other !== "object" || other === null) return [];
  const [ones, others] = [Object.entries(one), new Map(Object.entries(other))];
  const found = ones.find(([key, value]) => !others.has(key) || !isDeepStrictEqual(value, others.get(key)));
  if (found === undefined) return [];
  const [key, value] = found;
  return [Array.isArray(one) ? Number(key) : key, ...firstDifference(value, others.get(key))];
};

type Second =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "error"; readonly message: string };
const secondReading = (document: Document.Parsed): Second => {
  try {
    return { kind: "value", value: document.toJS({ maxAliasCount: maxNodes }) as unknown };
  } catch (error) {
    return { kind: "error", message: oneLine(error instanceof Error ? error.message : String(error)) };
  }
};

const decodeUtf8 = (bytes: Uint8Array): string | Place => {
  try {
    return strictly.decode(bytes);
  } catch {
    return firstBadByte(bytes);
  }
};

const strictly = new TextDecoder("utf-8", { fatal: true });

/** Line by line, because a line break byte is never part of a longer UTF-8 sequence. */
const firstBadByte = (bytes: Uint8Array): Place => {
  let start = 0;
  for (let line = 1; start <= bytes.length; line++) {
    const found = bytes.indexOf(10, start);
    const end = found === -1 ? bytes.length : found;
    const lossy = new TextDecoder().decode(bytes.subarray(start, end));
    const bad = lossy.indexOf("\ufffd");
    if (bad !== -1) return { line, col: bad + 1 };
    start = end + 1;
  }
  return { line: 1, col: 1 };
};

const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim();
