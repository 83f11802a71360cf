import { load } from "js-yaml";
import { describe, expect, test } from "vitest";
import { editYaml } from "../../../action/core/text/edit-yaml.ts";

const version = (source: string, text = "1.3.0"): string => editYaml(source, [{ path: ["version"], text }]);

describe("edited values", () => {
  test.each([
    ["version: 1.2.0   # why\nother:   'x'\n", "version: 1.3.0   # why\nother:   'x'\n"],
    ["version: '1.2.0'\n", "version: '1.3.0'\n"],
    ['{ "version": "1.2.0", "a": [ 1,2 ] }', '{ "version": "1.3.0", "a": [ 1,2 ] }'],
    ["\ufeffa: 1\r\nversion: 1.2.0\r\nb: 2\r\n", "\ufeffa: 1\r\nversion: 1.3.0\r\nb: 2\r\n"],
    ["version: 1.2.0", "version: 1.3.0"],
  ])("An edit of a value in the YAML %j changes no other byte", (before, after) => {
    expect(version(before)).toBe(after);
  });

  test("An edited value that YAML would read as a number is put in quotes", () => {
    expect(version("version: v1\n", "26.03")).toBe('version: "26.03"\n');
  });

  test.each(["{ version: 'x' }\n", '{ version: "x" }\n', "{ version: x }\n", "version: x\n"])(
    "Any text that is written into the YAML %j is read back as that text",
    (source) => {
      for (const text of [`a, b`, `it's "so"`, "a: b", "# no comment", "1.0", "back\\slash", "}", "- x", "yes"])
        expect(load(version(source, text))).toEqual({ version: text });
    },
  );

  test("Several edits of one YAML file with different lengths are applied together", () => {
    const edits = [
      { path: ["a", 1, "x"], text: "longer than before" },
      { path: ["b"], text: "so" },
    ];

    expect(editYaml("a: [{ x: 1a }, { x: 2a }] # keep\nb: something\n", edits)).toBe(
      "a: [{ x: 1a }, { x: longer than before }] # keep\nb: so\n",
    );
  });

  test("A YAML value with an alias or an anchor is left to a person", () => {
    expect(() => version("a: &v 1.2.0\nversion: *v\n")).toThrow("not a plain value");
    expect(() => version("version: &v 1.2.0\na: *v\n")).toThrow("not a plain value");
  });

  test.each([
    "version: >-\n  1.0.0\ntag: x\n",
    "version: |-\n  1.0.0\ntag: x\n",
    "version: |\r\n  1.0.0\r\n",
    "version: >- # why\n\n  1.0.0",
  ])("A YAML value in a block of lines is left to a person: %j", (source) => {
    expect(() => version(source)).toThrow("`version` is not a plain value");
  });

  test("An edit that would change the meaning of other YAML is left to a person", () => {
    const output = (source: string) => () => editYaml(source, [{ path: ["i", "output"], text: "1.0.4", after: "a" }]);

    expect(output("i: &i { a: b }\nj: *i\n")).toThrow("cannot be changed automatically");
    expect(output("i:\n  ? a\n  : b\n")).toThrow("cannot be changed automatically");
    expect(() => version("version:\n")).toThrow("`version` cannot be changed");
  });
});

describe("added keys", () => {
  const output = (source: string): string =>
    editYaml(source, [{ path: ["i", "output"], text: "1.0.4", after: "version" }]);

  test.each([
    ["i: { version: ^1.0.0, step: s } # why\n", "i: { version: ^1.0.0, output: 1.0.4, step: s } # why\n"],
    ["i:\n  version: ^1.0.0 # why\n  step: s\n", "i:\n  version: ^1.0.0 # why\n  output: 1.0.4\n  step: s\n"],
    ["i:\r\n  step: s\r\n  version: ^1.0.0\r\n", "i:\r\n  step: s\r\n  version: ^1.0.0\r\n  output: 1.0.4\r\n"],
    ["i:\n  version: ^1.0.0", "i:\n  version: ^1.0.0\n  output: 1.0.4"],
    ['i: {\n  "version": "^1.0.0"\n  }\n', 'i: {\n  "version": "^1.0.0", output: 1.0.4\n  }\n'],
  ])("A missing key is added after its neighbour in the YAML %j", (before, after) => {
    expect(output(before)).toBe(after);
    expect(load(after)).toMatchObject({ i: { output: "1.0.4" } });
  });
});

describe("keys added in lists", () => {
  const added = (source: string): string =>
    editYaml(source, [{ path: ["v", 1, "version"], text: "1.1.0", after: "tag" }]);

  test.each([
    ["v: [{ tag: { s: a } }, { tag: { s: b }, p: 1 }] # why\n", "tag: { s: b }, version: 1.1.0, p"],
    ['{"v":[{"tag":{"s":"a"}},{"tag":{"s":"b"}}]}', '{"tag":{"s":"b"}, version: 1.1.0}'],
    ["v:\n  - tag: { s: a }\n  - tag: { s: b } # why\n    p: 1\n", "# why\n    version: 1.1.0\n    p: 1\n"],
    ["v:\r\n- tag: { s: a }\r\n- p: 1\r\n  tag: { s: b }", "tag: { s: b }\r\n  version: 1.1.0"],
    ["v:\n- tag: { s: a }\n-\n  tag: { s: b,\n    t: c }\nw: 1\n", "t: c }\n  version: 1.1.0\nw: 1\n"],
    ["v:\n  - tag:\n      s: a\n  - tag: # why\n      s: b\n\n# of w\nw: 1\n", "  - version: 1.1.0\n    tag: # why\n"],
    ["v:\n  - tag: { s: a }\n  - p: 1\n    tag:\n      s: b\n", "p: 1\n    version: 1.1.0\n    tag:\n"],
  ])("A missing key is added in a mapping of a list in the YAML %j", (before, part) => {
    const after = added(before);

    expect(after).toContain(part);
    expect(load(after)).toMatchObject({ v: [{ tag: { s: "a" } }, { tag: { s: "b" }, version: "1.1.0" }] });
    expect(after.replace(/(\r?\n *|, )version: 1\.1\.0|version: 1\.1\.0\n */, "")).toBe(before);
  });
});

describe("edited numbers", () => {
  const edit = (source: string, key: string, text: number | Record<string, number>): string =>
    editYaml(source, [{ path: ["s", key], text, after: "out" }]);

  test.each([
    ["s:\n  out: [a]\n  memory: 500 # MB\n", "memory", 800, "s:\n  out: [a]\n  memory: 800 # MB\n"],
    ["s:\n  out: [a] # one\n  run: x\n", "memory", 800, "s:\n  out: [a] # one\n  memory: 800\n  run: x\n"],
    ["s: { out: [a], run: x }\n", "walltime", 3, "s: { out: [a], walltime: 3, run: x }\n"],
    [
      "s:\n  out: [a]\n",
      "estimate",
      { seconds: 0.5, megabytes: 300 },
      "s:\n  out: [a]\n  estimate: { seconds: 0.5, megabytes: 300 }\n",
    ],
  ])("Numbers and mappings of numbers are written into the YAML %j", (before, key, text, after) => {
    expect(edit(before, key, text)).toBe(after);
  });
});
