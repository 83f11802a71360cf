import fc from "fast-check";
import { stringify } from "yaml";
import { readYaml } from "../../action/core/text/read-yaml.ts";
import type { ProductionSource } from "../../action/core/text/source-file.ts";
import type { Corpus } from "./corpus.ts";
import { hostileTexts } from "./hostile.ts";
import { aRequest } from "./request.ts";
import { aValueEdit } from "./value-edits.ts";

/** A request, or the conventions above it, with one to three edits; or a request made from the schema. */
export const anInput = ({ sources, values }: Corpus): fc.Arbitrary<ProductionSource> => {
  const texts = sources.map(({ bytes }) => bytes);
  const valueEdit = aValueEdit(values);
  const times = { minLength: 1, maxLength: 3 };
  const ofText = fc.oneof(fc.array(aByteEdit(texts), times), fc.array(aLinesEdit(texts), times)).map(
    (edits): TextEdit =>
      (text) =>
        edits.reduce((before, edit) => edit(before), text),
  );
  const ofValues = fc.tuple(fc.array(valueEdit, times), fc.boolean()).map(
    ([edits, asJson]): TextEdit =>
      (text) => {
        const value = valueOf(text);
        for (const edit of edits) edit(value);
        return written(value, asJson);
      },
  );
  const fromSchema = fc.tuple(aRequest, fc.array(valueEdit, { maxLength: 1 }), fc.boolean()).map(
    ([request, edits, asJson]): TextEdit =>
      () => {
        const value = structuredClone(request);
        for (const edit of edits) edit(value);
        return written(value, asJson);
      },
  );
  const edit = fc.oneof(ofText, ofValues);
  const source = fc.constantFrom(...sources);
  return fc.oneof(
    {
      weight: 4,
      arbitrary: fc
        .tuple(source, fc.oneof({ weight: 3, arbitrary: edit }, { weight: 1, arbitrary: fromSchema }))
        .map(([one, change]) => ({ ...one, bytes: change(one.bytes) })),
    },
    { weight: 1, arbitrary: fc.tuple(source, edit).map(([one, change]) => withConventions(one, change)) },
  );
};

const withConventions = (source: ProductionSource, edit: TextEdit): ProductionSource => {
  const { conventions } = source;
  if (conventions === undefined) return { ...source, bytes: edit(source.bytes) };
  return { ...source, conventions: { ...conventions, bytes: edit(conventions.bytes) } };
};

const written = (value: unknown, asJson: boolean): Uint8Array => {
  const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
  if (asJson) return encode(JSON.stringify(value));
  try {
    return encode(stringify(value));
  } catch {
    return encode(JSON.stringify(value)); // a key that YAML cannot write
  }
};

/** As the judge reads it: neither loops nor bombs. */
const valueOf = (bytes: Uint8Array): unknown => {
  const read = readYaml("p.yaml", bytes, "first-reading");
  return read.kind === "read" ? structuredClone(read.value) : {};
};

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

const aLinesEdit = (others: readonly Uint8Array[]): fc.Arbitrary<TextEdit> => {
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

/** Another text from this one. Places are numbers of any size, taken by what the text has. */
type TextEdit = (text: Uint8Array) => Uint8Array;

const odd = [
  [0x00],
  [0x09],
  [0x0d],
  [0x7f],
  [0xff],
  [0xc3],
  [0xed, 0xa0, 0x80],
  [0xef, 0xbb, 0xbf],
  [0xe2, 0x80, 0xa8],
  [0xf4, 0x90, 0x80, 0x80],
].map((bytes) => Uint8Array.from(bytes));

const few = fc.nat(40);
const some = fc.oneof(few, few, fc.constant(Number.POSITIVE_INFINITY));

/** Bytes go, come twice, or others come for them: by chance, odd ones, or a piece of another text. */
const aByteEdit = (others: readonly Uint8Array[]): fc.Arbitrary<TextEdit> => {
  const piece = fc
    .tuple(fc.constantFrom(...others), fc.nat(), some)
    .map(([other, from, length]) => other.subarray(from % (other.length + 1)).subarray(0, length));
  const fresh = fc.oneof(fc.uint8Array({ maxLength: 2 }), fc.constantFrom(...odd), piece);
  const replaced = fc.tuple(fc.nat(), some, fresh).map(([place, length, instead]) => (bytes: Uint8Array) => {
    const at = place % (bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, at), instead, bytes.subarray(at).subarray(length)]);
  });
  const twice = fc.tuple(fc.nat(), few).map(([place, length]) => (bytes: Uint8Array) => {
    const at = place % (bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)]);
  });
  return fc.oneof({ weight: 5, arbitrary: replaced }, { weight: 1, arbitrary: twice });
};
