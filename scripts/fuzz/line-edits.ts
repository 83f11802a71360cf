import fc from "fast-check";
import type { TextEdit } from "./byte-edits.ts";
import { hostileTexts } from "./hostile.ts";

type LineEdit = (line: string) => readonly string[];

const marks = ["&a", "*a", "&a &b", "!!str", "!!int", "!!binary", "!!set", "!foo", "!", "|", ">-", "|9", "?", "-"];
const strangers = ["---", "...", "%YAML 1.1", "# x", "? x", "- x", "{", "]", "a: &a [*a]", "? [a]\n: b"];
const heads = ["\ufeff", "---\n", "%TAG ! x\n---\n", "a: &a {}\n", "x: &x [1, 2]\n"];
const ends = ["\r\n", "\r", "\n\n", "\u2028"];
const hostile = fc.constantFrom(...hostileTexts);

/** A line comes twice, goes, moves in or out, becomes another; and what YAML makes of a few marks. */
const aLineEdit = (others: readonly string[]): fc.Arbitrary<LineEdit> =>
  fc.oneof(
    fc.constantFrom<LineEdit>(
      (line) => [line, line],
      () => [],
      (line) => [line.replace(/^ {1,2}/, "")],
      (line) => [`\t${line}`],
      (line) => [`${/^ */.exec(line)?.[0]}<<: *a`, line],
    ),
    fc.nat(4).map((blanks) => (line: string) => [`${" ".repeat(blanks)}${line}`]),
    fc.constantFrom(...others).map((other) => () => [other]),
    fc.constantFrom(...marks).map((mark) => (line: string) => [line.replace(/: ?/, () => `: ${mark} `)]),
    fc.constantFrom(...strangers).map((stranger) => (line: string) => [stranger, line]),
    hostile.map((text) => (line: string) => [line.replace(/:.*$/, () => `: ${text}`)]),
    fc.tuple(hostile, fc.nat(2)).map(([text, third]) => (line: string) => {
      let word = 0;
      return [line.replace(/[\w.-]+/g, (known) => (word++ % 3 === third ? text : known))];
    }),
  );

export const aLinesEdit = (others: readonly Uint8Array[]): fc.Arbitrary<TextEdit> => {
  const lines = others.flatMap((other) => new TextDecoder().decode(other).split("\n"));
  const anywhere = fc.tuple(fc.nat(), aLineEdit(lines)).map(([place, edit]) => (text: string) => {
    const all = text.split("\n");
    const at = place % all.length;
    return all.toSpliced(at, 1, ...edit(all[at] ?? "")).join("\n");
  });
  const swapped = fc.tuple(fc.nat(), fc.nat()).map(([one, other]) => (text: string) => {
    const all = text.split("\n");
    const [at, to] = [one % all.length, other % all.length];
    return all
      .with(at, all[to] ?? "")
      .with(to, all[at] ?? "")
      .join("\n");
  });
  const whole = fc.oneof(
    fc.constantFrom(...ends).map((end) => (text: string) => text.replaceAll("\n", end)),
    fc.constantFrom(...heads).map((head) => (text: string) => `${head}${text}`),
  );
  return fc
    .oneof({ weight: 10, arbitrary: anywhere }, { weight: 1, arbitrary: swapped }, { weight: 2, arbitrary: whole })
    .map((edit) => (bytes) => new TextEncoder().encode(edit(new TextDecoder().decode(bytes))));
};
