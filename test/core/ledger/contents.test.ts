import { expect, test } from "vitest";
import { submissionKey } from "../../../action/core/ledger/event.ts";
import { contentsPath, partOf, readContents } from "../../../action/core/ledger/paths.ts";
import { contentsFiles, contentsOf, pairsOf } from "../../../action/core/ledger/streams.ts";
import { sha256 } from "../../../action/core/text/canonical-json.ts";

const [one, two] = [submissionKey("sP26a-toy", "1.0.0", undefined), submissionKey("sP26b-toy", "1.0.0", undefined)];
const [a, b] = [sha256("a"), sha256("b")];

test("The list of contents has one entry for each submission and content", () => {
  const contents = contentsOf([
    [a, two],
    [a, one],
    [a, two],
    [b, one],
  ]);

  expect(contents).toEqual(
    new Map([
      [a, [two, one]],
      [b, [one]],
    ]),
  );
  expect(contentsOf(pairsOf(contents))).toEqual(contents);
});

test("In a part of the list of contents all of one content are together, in the order of digests", () => {
  const digests = Array.from({ length: 300 }, (_, index) => sha256(String(index)));
  const together = [...Map.groupBy(digests, partOf).values()].find(({ length }) => length > 1) ?? [];
  const [low = "", high = ""] = together.toSorted();
  const [file] = contentsFiles(
    contentsOf([
      [high, one],
      [low, two],
      [low, one],
    ]),
  );

  expect(readContents(new TextDecoder().decode(file?.bytes))).toEqual([
    [low, one],
    [low, two],
    [high, one],
  ]);
});

test("The list of contents is written part by part, in one order", () => {
  const files = contentsFiles(
    contentsOf([
      [a, two],
      [a, one],
      [b, one],
    ]),
  );

  expect(files.map(({ path }) => path)).toEqual([contentsPath(partOf(a)), contentsPath(partOf(b))]);
  expect(files.map(({ bytes }) => readContents(new TextDecoder().decode(bytes)))).toEqual([
    [
      [a, one],
      [a, two],
    ],
    [[b, one]],
  ]);
  expect(contentsFiles(new Map())).toEqual([]);
});
