import { expect, test } from "vitest";
import { listedDataOf, listedDataText } from "../../../../action/core/production/list-origin.ts";
import { readFileList } from "../../../../action/core/validate/cutting/file-list.ts";
import { namePattern } from "../../../../action/core/validate/cutting/name-pattern.ts";
import { type FileAtPanda, listOfFiles } from "../../../../action/core/view/local/files-text.ts";

const data = { tag: "sP26a-toy", version: "1.0.0", run: "82001", step: "merge" };
const made = (file: string, bytes: number | null, events: number | null = null): FileAtPanda => ({
  ...{ tag: data.tag, version: data.version, run: 82001, step: "merge", dataset: "d_merge_o.root", meant: null },
  output: "o.root",
  file,
  bytes,
  events,
  lfn: `d:${file}`,
  addresses: {},
});

test("The list of the files of a step is read as a list of an input, and says from which production it is", () => {
  const head = { source: listedDataText(data), date: "2026-11-29" };
  const names = "user.x.3._{number:6}.o.root";

  const text = listOfFiles(
    [made("user.x.3._000002.o.root", null), made("user.x.3._000001.o.root", 54)],
    head,
    "root://host//data/",
  );

  expect(text).toBe(
    "# source: sP26a-toy@1.0.0#82001/merge\n# date: 2026-11-29\nfile,bytes\nroot://host//data/user.x.3._000001.o.root,54\nroot://host//data/user.x.3._000002.o.root,\n",
  );
  const read = readFileList("raw.txt", new TextEncoder().encode(text), { text: names, pattern: namePattern(names) });
  expect(read.problems).toEqual([]);
  expect(read.files.map(({ keys, bytes }) => [keys.number, bytes])).toEqual([
    ["1", 54],
    ["2", undefined],
  ]);
  expect(listedDataOf(head)).toEqual(data);
});

test("A list says events where jobs were asked for them, in a column that lists of inputs know", () => {
  const names = "{number}.o.root";
  const text = listOfFiles([made("1.o.root", 54, 1000), made("2.o.root", null, null)], {}, "/d");
  const read = readFileList("raw.txt", new TextEncoder().encode(text), { text: names, pattern: namePattern(names) });

  expect(text).toBe("file,bytes,events\n/d/1.o.root,54,1000\n/d/2.o.root,,\n");
  expect(read.problems).toEqual([]);
  expect(read.files.map(({ bytes, events }) => [bytes, events])).toEqual([
    [54, 1000],
    [undefined, undefined],
  ]);
});

test.each(["run database", "a@b", "sP26a-toy@1.0.0/merge and others"])(
  "The source %s names no production",
  (source) => {
    expect(listedDataOf({ source })).toBeUndefined();
  },
);
