import { expect, test } from "vitest";
import {
  contentsOfPairs,
  readContents,
  searchContents,
  writeContents,
} from "../../../action/core/ledger/contents-file.ts";
import { submissionKey } from "../../../action/core/ledger/event.ts";
import { sha256 } from "../../../action/core/text/canonical-json.ts";

const [one, two] = [submissionKey("sP26a-toy", "1.0.0", undefined), submissionKey("sP26b-toy", "1.0.0", undefined)];
const contents = contentsOfPairs([
  [two, sha256("a")],
  [one, sha256("a")],
  [one, sha256("b")],
]);
const { bytes } = writeContents(contents);

test("The list of contents is read back in one order, with one entry for each submission and content", () => {
  const read = readContents(bytes);

  expect(read?.get(sha256("a"))).toEqual([one, two]);
  expect(read?.get(sha256("b"))).toEqual([one]);
  expect(writeContents(contentsOfPairs([[one, sha256("b")]], read))).toEqual(writeContents(contents));
  expect(searchContents(bytes, [sha256("a"), sha256("c")])).toEqual(new Map([[sha256("a"), [one, two]]]));
  expect(searchContents(bytes, [sha256("b")])).toEqual(new Map([[sha256("b"), [one]]]));
  expect(readContents(writeContents(new Map()).bytes)).toEqual(new Map());
});

test("A list of contents that is missing, cut off or altered gives no answer", () => {
  const text = new TextDecoder().decode(bytes);
  const changed = [text.slice(0, -2), text.replace("sP26b", "sP26c"), "", text.split("\n").slice(0, 1).join("")];

  expect(changed.map((one) => readContents(new TextEncoder().encode(one)))).toEqual(changed.map(() => undefined));
  expect(changed.map((one) => searchContents(new TextEncoder().encode(one), []))).toEqual(changed.map(() => undefined));
  expect(readContents(undefined)).toBeUndefined();
});
