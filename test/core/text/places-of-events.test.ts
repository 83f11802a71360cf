import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { LineCounter, parseDocument } from "yaml";
import { type Path, type Places, placesOf } from "../../../action/core/text/places.ts";
import { placesOfEvents } from "../../../action/core/text/places-of-events.ts";
import { readYaml } from "../../../action/core/text/read-yaml.ts";

/** The reader that knows all places. */
const judge = (text: string): Places => {
  const lines = new LineCounter();
  return placesOf(parseDocument(text, { lineCounter: lines, version: "1.2", logLevel: "error" }), lines, text);
};

const valueOf = (text: string): unknown => {
  const read = readYaml("p.yaml", new TextEncoder().encode(text), "first-reading");
  return read.kind === "read" ? read.value : undefined;
};

/** Every path of a value, and beside each what is not there. */
const pathsIn = (value: unknown, path: Path = []): readonly Path[] => [
  path,
  [...path, "not there"],
  [...path, 77],
  [...path, 0],
  ...(Array.isArray(value)
    ? value.flatMap((one, index) => pathsIn(one, [...path, index]))
    : typeof value === "object" && value !== null
      ? Object.entries(value).flatMap(([key, one]) => pathsIn(one, [...path, key]))
      : []),
];

/** How many places are told, and which differ. */
const compared = (text: string) => {
  expect(valueOf(text)).toBeDefined();
  const [known, quick] = [judge(text), placesOfEvents(text)];
  const asked = pathsIn(valueOf(text)).flatMap((path) => [
    { path, is: quick.at(path), wanted: known.at(path) },
    { path, key: true, is: quick.ofKey(path), wanted: known.ofKey(path) },
  ]);
  const told = asked.filter(({ is }) => is !== undefined);
  return { asked: asked.length, told: told.length, wrong: told.filter(({ is, wanted }) => !same(is, wanted)) };
};
const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

const fixtures = ["good", "bad"].flatMap((kind) => {
  const folder = join(import.meta.dirname, "../../requests", kind);
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".yaml"))
    .map((name) => readFileSync(join(folder, name), "utf8"));
});

test("The line and column of most YAML values in all test requests are found by the fast reader, and agree with the other reader", () => {
  const all = fixtures.filter((text) => valueOf(text) !== undefined).map(compared);
  const [asked, told] = [all.reduce((sum, one) => sum + one.asked, 0), all.reduce((sum, one) => sum + one.told, 0)];

  expect(all.flatMap(({ wrong }) => wrong)).toEqual([]);
  expect(told / asked).toBeGreaterThan(0.8);
});

test.each([
  ["comments before what is below a key", "a:\n  # first\n\n  # second\n  b: 1\n  c:\n    # third\n    - x\n"],
  ["a list without indentation", "a:\n- x\n- y: 1\n  z: 2\n"],
  ["nested dashes", "a:\n  - - x\n    - y\n  - - - z\n"],
  ["the next line", "a:\n  b\nc:\n  - \n    d: 1\n"],
  ["flow over lines", "a: [\n  x,\n  { b: 1,\n    c: [] }\n  ]\n"],
  ["pairs in a list", "a: [b: 1, ? c : d, e]\n"],
  ["explicit keys", "? a\n: 1\n? b\n:\n  c: 2\n"],
  ["keys in quotes", '"a b": 1\n\'c\': { "d": 2, "\\x65": 3 }\n"null": 4\n'],
  ["keys that are no text", "1: a\ntrue: b\nnull: c\n1.5: d\n0x10: f\n"],
  ["what is empty", "a:\nb: {}\nc: []\nd: [x, ]\ne: { f, g: }\nh: ''\n"],
  ["text over lines", "a: one\n  two\nb: 'three\n  four'\nc: \"five\n  six\"\n"],
  ["blocks", "a: |\n  x\nb: >-\n  y\n  z\nc:\n  - |2\n      q\n"],
  ["anchors and aliases", "a: &x { b: 1 }\nc: *x\nd: &y\n  e: 2\nf: [ *x, *y ]\n&k g: 3\n"],
  ["tags", "a: !!str 1\nb: !!map\n  c: 2\nd: !!seq [1]\n"],
  ["documents", "%YAML 1.2\n---\na: 1\nb: [2]\n...\n"],
  ["a document that begins on its line", "--- { a: 1, b: [c] }\n"],
  ["a text alone", "only\n"],
  ["signs beyond 16 bits", "a: [ \u{1f600}, b ]\n\u{1f600}c: 1\nd: { \u{1f600}: x, e: y }\n"],
  ["other line ends", "a: 1\r\nb:\r\n  c: 2\r\n"],
  ["a separator of Unicode", "a: x\u2028y\nb: \u0085\nc: 1\n"],
  ["tabs", "a:\t1\nb: [ 2 ]\t# x\nc: # x\n\n  d:\t3\n"],
  ["no line end", "a: 1\nb: 2"],
  ["names of every object", "constructor: 1\n__proto__: { a: 2 }\ntoString: [3]\n"],
  ["blank lines before", "\n\n  \n# x\na: 1\n"],
  ["an indented top", "  a: 1\n  b:\n     c: 2\n"],
])("No wrong YAML place is reported for %s", (_, text) => {
  expect(compared(text).wrong).toEqual([]);
});

test("Aliases, blocks and empty values have no YAML place", () => {
  const { at } = placesOfEvents("a: &x 1\nb: *x\nc: |\n  y\nd:\n");
  expect(["a", "b", "c", "d"].map((name) => at([name]))).toEqual([undefined, undefined, undefined, undefined]);
});
