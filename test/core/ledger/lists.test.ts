import { expect, test } from "vitest";
import { readContents, readKeys, readStreams, writeList } from "../../../action/core/ledger/paths.ts";

test("A list in a generated ledger file has one entry a line, and is read back", () => {
  expect(writeList(["a/1.0.0/0", "b/1.0.0/0"])).toBe('[\n"a/1.0.0/0",\n"b/1.0.0/0"\n]\n');
  expect(readKeys(writeList(["a/1.0.0/0"]))).toEqual(["a/1.0.0/0"]);
  expect(readStreams(writeList([["toy", 11]]))).toEqual([["toy", 11]]);
  expect(readContents(writeList([["d", "a/1.0.0/0"]]))).toEqual([["d", "a/1.0.0/0"]]);
  expect([readKeys, readStreams, readContents].map((read) => read(writeList([])))).toEqual([[], [], []]);
});

test("Lists in generated ledger files are read only in SHREK's format", () => {
  for (const wrong of ["", "{}", "[1]", '["a"]', "[[]]", '[["toy","11"]]', '[["toy",1.5]]', '[["toy",1,2]]'])
    expect([readKeys(wrong), readStreams(wrong), readContents(wrong)]).toEqual([undefined, undefined, undefined]);
  expect(readKeys('["a/1.0.0/0", "elsewhere"]')).toBeUndefined();
  expect(readKeys('[["a/1.0.0/0"]]')).toBeUndefined();
  expect(readStreams('[["toy",11],["toy"]]')).toBeUndefined();
  for (const wrong of ["[[1,11]]", '[{"0":"toy","1":11,"length":2}]', '{"every":true}'])
    expect(readStreams(wrong)).toBeUndefined();
  for (const wrong of ['[["d","elsewhere"]]', '[[1,"a/1.0.0/0"]]', '[["d","a/1.0.0/0"],["d"]]'])
    expect(readContents(wrong)).toBeUndefined();
});
