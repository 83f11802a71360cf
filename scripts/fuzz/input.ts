import fc from "fast-check";
import { stringify } from "yaml";
import { readYaml } from "../../action/core/text/read-yaml.ts";
import type { ProductionSource } from "../../action/core/text/source-file.ts";
import { aByteEdit, type TextEdit } from "./byte-edits.ts";
import type { Corpus } from "./corpus.ts";
import { aLinesEdit } from "./line-edits.ts";
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
