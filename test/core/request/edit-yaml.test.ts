import { load } from "js-yaml";
import { describe, expect, test } from "vitest";
import { editYaml } from "../../../action/core/request/edit-yaml.ts";

const version = (source: string, text = "1.3.0"): string => editYaml(source, [{ path: ["version"], text }]);

describe("a value changes, and no other byte", () => {
  test.each([
    ["version: 1.2.0   # why\nother:   'x'\n", "version: 1.3.0   # why\nother:   'x'\n"],
    ["version: '1.2.0'\n", "version: '1.3.0'\n"],
    ['{ "version": "1.2.0", "a": [ 1,2 ] }', '{ "version": "1.3.0", "a": [ 1,2 ] }'],
    ["\ufeffa: 1\r\nversion: 1.2.0\r\nb: 2\r\n", "\ufeffa: 1\r\nversion: 1.3.0\r\nb: 2\r\n"],
    ["version: 1.2.0", "version: 1.3.0"],
  ])("%j", (before, after) => {
    expect(version(before)).toBe(after);
  });

  test("what YAML would read as a number is put in quotes", () => {
    expect(version("version: v1\n", "26.03")).toBe('version: "26.03"\n');
  });

  test.each(["{ version: 'x' }\n", '{ version: "x" }\n', "{ version: x }\n", "version: x\n"])(
    "in %j any text is still that text",
    (source) => {
      for (const text of [`a, b`, `it's "so"`, "a: b", "# no comment", "1.0", "back\\slash", "}", "- x", "yes"])
        expect(load(version(source, text))).toEqual({ version: text });
    },
  );

  test("several at once, of different lengths", () => {
    const edits = [
      { path: ["a", 1, "x"], text: "longer than before" },
      { path: ["b"], text: "so" },
    ];

    expect(editYaml("a: [{ x: 1a }, { x: 2a }] # keep\nb: something\n", edits)).toBe(
      "a: [{ x: 1a }, { x: longer than before }] # keep\nb: so\n",
    );
  });

  test("a value behind an alias or an anchor is left to a person", () => {
    expect(() => version("a: &v 1.2.0\nversion: *v\n")).toThrow("not written as a plain value");
    expect(() => version("version: &v 1.2.0\na: *v\n")).toThrow("not written as a plain value");
  });
});

describe("a key that is missing is added after its neighbour", () => {
  const bound = (source: string): string =>
    editYaml(source, [{ path: ["i", "bound"], text: "1.0.4", after: "version" }]);

  test.each([
    ["i: { version: ^1.0.0, step: s } # why\n", "i: { version: ^1.0.0, bound: 1.0.4, step: s } # why\n"],
    ["i:\n  version: ^1.0.0 # why\n  step: s\n", "i:\n  version: ^1.0.0 # why\n  bound: 1.0.4\n  step: s\n"],
    ["i:\r\n  step: s\r\n  version: ^1.0.0\r\n", "i:\r\n  step: s\r\n  version: ^1.0.0\r\n  bound: 1.0.4\r\n"],
    ["i:\n  version: ^1.0.0", "i:\n  version: ^1.0.0\n  bound: 1.0.4"],
    ['i: {\n  "version": "^1.0.0"\n  }\n', 'i: {\n  "version": "^1.0.0", bound: 1.0.4\n  }\n'],
  ])("%j", (before, after) => {
    expect(bound(before)).toBe(after);
    expect(load(after)).toMatchObject({ i: { bound: "1.0.4" } });
  });
});
