import { describe, expect, test } from "vitest";
import { readYaml } from "../../../action/core/text/read-yaml.ts";

/** Where `here` stands, when the value of `run` is asked for it. */
const placeOfHere = (yaml: string): { readonly line: number; readonly col: number } | undefined => {
  const read = readYaml("p.yaml", new TextEncoder().encode(yaml));
  if (read.kind === "unreadable") throw new Error(read.problems[0]?.message);
  const run = (read.value as { readonly run: string }).run;
  return read.places.within(["run"])?.(run.indexOf("here"));
};

describe("characters in YAML texts", () => {
  test.each([
    ["a literal block", "run: |\n  one\n\n    two here\n", { line: 4, col: 9 }],
    ["a literal block with a deeper first line", "run: |2\n    one\n  here\n", { line: 3, col: 3 }],
    [
      "a literal block that keeps its end, and a remark",
      "run: |+ # remark here\n  one\n  here\n\n",
      { line: 3, col: 3 },
    ],
    ["a folded block", "run: >\n  one\n  two\n\n  three here\n", { line: 5, col: 9 }],
    ["a plain text", "run: one here\n", { line: 1, col: 10 }],
    ["a plain text of two lines", "run: one\n  two here\n", { line: 2, col: 7 }],
    ["double quotes", 'run: "one here"\n', { line: 1, col: 11 }],
    ["single quotes", "run: 'one here'\n", { line: 1, col: 11 }],
    ["a file with Windows line ends", "a: 1\r\nrun: |\r\n  one\r\n  here\r\n", { line: 4, col: 3 }],
    ["a list in brackets", "{ a: 1, run: one here }\n", { line: 1, col: 18 }],
  ])("A character of a text in YAML is found at its line and column in %s", (_, yaml, place) => {
    expect(placeOfHere(yaml)).toEqual(place);
  });

  test.each([
    ["escapes", 'run: "one\\there"\n'],
    ["doubled quotes", "run: 'it''s here'\n"],
    ["an alias", "a: &a one here\nrun: *a\n"],
  ])("A character of a text in YAML has no known place after %s", (_, yaml) => {
    expect(placeOfHere(yaml)).toBeUndefined();
  });

  test("The place after the last character of a YAML text is that of the last character", () => {
    const read = readYaml("p.yaml", new TextEncoder().encode("run: |\n  ab\n"));

    expect(read.kind === "read" ? read.places.within(["run"])?.(3) : undefined).toEqual({ line: 2, col: 4 });
  });
});
