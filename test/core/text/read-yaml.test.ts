import { describe, expect, test } from "vitest";
import { type Read, readYaml } from "../../../action/core/text/read-yaml.ts";

const read = (text: string | Uint8Array, trust?: "first-reading"): Read =>
  readYaml("p.yaml", typeof text === "string" ? new TextEncoder().encode(text) : text, trust);
const valueOf = (text: string): unknown => {
  const result = read(text);
  return result.kind === "read" ? result.value : result.problems;
};

test("A request is read by the rules of YAML 1.2", () => {
  expect(valueOf("a: 010\nb: yes\nc: 12:30:00\nd: 1_000\ne: 0o17\nf: 2026-01-01\ng: 1.0\n")).toEqual({
    a: 10,
    b: "yes",
    c: "12:30:00",
    d: "1_000",
    e: 15,
    f: "2026-01-01",
    g: 1,
  });
});

test("A byte order mark and Windows line ends do not change the meaning or the places of YAML", () => {
  const result = read("\ufeffa: 1\r\nb: |\r\n  x\r\n  y\r\n");

  expect(result).toMatchObject({ kind: "read", value: { a: 1, b: "x\ny\n" } });
  if (result.kind === "read") expect(result.places.at(["b"])).toEqual({ line: 2, col: 4 });
});

test("Places in YAML count from one, and a missing value has the place of the nearest written one", () => {
  const result = read("steps:\n  a:\n    in:\n      - { from: b }\n");
  if (result.kind !== "read") throw new Error("unreadable");
  const { places } = result;

  expect(places.at(["steps", "a", "in", 0, "from"])).toEqual({ line: 4, col: 17 });
  expect(places.ofKey(["steps", "a"])).toEqual({ line: 2, col: 3 });
  expect(places.at(["steps", "a", "in", 0, "nothing", "here"])).toEqual({ line: 4, col: 9 });
  expect(places.at([])).toEqual({ line: 1, col: 1 });
});

test("A trusted reading of YAML has the same places as a checked one", () => {
  const [both, first] = [read("a: 1\nb: [x, y]\n"), read("a: 1\nb: [x, y]\n", "first-reading")];
  if (both.kind !== "read" || first.kind !== "read") throw new Error("unreadable");

  expect(first.value).toEqual(both.value);
  expect(first.places.at(["b", 1])).toEqual(both.places.at(["b", 1]));
});

describe("hostile YAML files", () => {
  const deep = 300_000;
  test.each([
    ["brackets without end", "[".repeat(deep)],
    ["closed brackets", `a: ${"[".repeat(deep)}${"]".repeat(deep)}`],
    ["braces", "{a: ".repeat(deep)],
    ["dashes", "- ".repeat(deep)],
    ["questions", "? ".repeat(deep)],
    ["a staircase", Array.from({ length: 1400 }, (_, index) => `${" ".repeat(index)}a:\n`).join("")],
    ["a loop in a list", "a: &a [*a]\n"],
    ["a loop in a mapping", "a: &a { x: *a }\n"],
    ["sixty thousand keys", Array.from({ length: 60_000 }, (_, index) => `k${index}: 1\n`).join("")],
    ["sixty thousand equal keys", "a: 1\n".repeat(60_000)],
    ["a null byte", "a: \0\n"],
    ["only dashes", "---\n---\n---\n"],
  ])("A hostile YAML file with %s is reported as a problem in a short time", (_, text) => {
    const result = read(text);

    expect(result.kind).toBe("unreadable");
    if (result.kind === "unreadable") {
      expect(result.problems.length).toBeGreaterThan(0);
      expect(result.problems.length).toBeLessThan(30);
    }
  });

  test("A YAML mapping with the key __proto__ is read as an ordinary mapping", () => {
    expect(Object.keys(valueOf("__proto__: { x: 1 }\nconstructor: 2\n") as object)).toEqual([
      "__proto__",
      "constructor",
    ]);
  });
});

test("The first byte of a YAML file that is not UTF-8 is reported by line and column", () => {
  expect(read(new Uint8Array([0x61, 0x3a, 0x0a, 0xc3, 0xa9, 0x20, 0xff]))).toMatchObject({
    problems: [{ code: "not-utf8", line: 2, col: 3 }],
  });
});

describe("a mistake in a second step", () => {
  const withSecond = (lines: string): string =>
    `steps:\n  one:\n    jobs: 10\n    run: |\n      make\n  two:\n${lines}    run: |\n      cat\n`;

  test.each([
    ["a key twice", "    memory: 3000\n    memory: 2000\n", 8, 5, "This key appears twice"],
    ["a variable twice", "    environment:\n      A: 1\n      A: 2\n", 9, 7, "This key appears twice"],
    ["a key twice between braces", "    environment: { A: 1, A: 2 }\n", 7, 26, "This key appears twice"],
    ["an alias without anchor", "    memory: *most\n", 7, 14, "`*most` refers to `&most`"],
    ["a pattern without quotes", "    resources: *.C\n", 7, 17, "Put text that begins with * in quotes"],
    ["a pattern without quotes in a list", "    resources: [*.C]\n", 7, 18, "Put text that begins with * in quotes"],
    ["a merge key without anchor", "    <<: *common\n", 7, 10, "`*common` refers to `&common`"],
    ["a tag that YAML does not know", "    memory: !most 3\n", 7, 13, "The YAML tag !most is not understood"],
    ["a code that YAML does not know", '    memory: "\\w"\n', 7, 14, "use single quotes for a plain backslash"],
    ["a colon between braces", "    out: [{ name: x: y }]\n", 7, 19, "text with a colon needs quotes"],
    ["no blank behind a colon", "    memory:3000\n", 7, 5, "a colon and a blank"],
    ["no colon", "    memory 3000\n", 7, 5, "a colon and a blank"],
    ["words behind a closing quote", '    memory: "a" b\n', 7, 17, "The value ended before this text"],
    ["a bracket too many", "    out: [a]]\n", 7, 13, "A bracket is closed here that was not opened"],
    ["commands behind the bar", "    setup: | cat\n", 7, 14, "the text begins on the next line"],
    ["a dash between keys", "    memory: 3\n    - x\n", 8, 1, "belongs to a list"],
    ["a key that begins too far left", "    memory: 3\n   jobs: 3\n", 8, 4, "write 1 blank in front of it"],
    ["a first key that begins too far right", "     memory: 3\n    jobs: 3\n", 7, 6, "take away 1 blank"],
  ])(
    "A mistake in a second step is reported at its own place and by its own name: %s",
    (_, lines, line, col, words) => {
      const result = read(withSecond(lines));
      if (result.kind !== "unreadable") throw new Error("readable");

      expect(result.problems).toMatchObject([{ line, col, message: expect.stringContaining(words) }]);
    },
  );

  test("A step that a request has twice is reported at the name of the second", () => {
    const result = read(`${withSecond("    memory: 3\n")}  two:\n    memory: 3\n    run: |\n      cat\n`);
    if (result.kind !== "unreadable") throw new Error("readable");

    expect(result.problems).toMatchObject([
      { line: 10, col: 3, message: "This key appears twice; remove one of them." },
    ]);
  });
});
