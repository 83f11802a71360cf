import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { gone, noticedNow, readAccepted, strangers } from "../scripts/mutants/accepted.ts";
import { changesOf } from "../scripts/mutants/changes.ts";
import { withEdits } from "../scripts/mutants/edit.ts";
import { mutantOf } from "../scripts/mutants/mutant.ts";
import { nearness } from "../scripts/mutants/nearness.ts";
import { promises } from "../scripts/mutants/promises.ts";
import { test as collect, beforeEach as prepareEach, takeTests } from "../scripts/mutants/stand-in.ts";
import { switched } from "../scripts/mutants/switched.ts";

const mutationsOf = (text: string): readonly string[] =>
  changesOf(text).map((change) => {
    const { original, mutation } = mutantOf("a.ts", text, change);
    return `${original} -> ${mutation}`;
  });

test("The mutants of a source change conditions, comparisons, operands, lists, spreads, methods and statements", () => {
  expect(mutationsOf("x = a && b;")).toEqual([
    "x = a && b; -> (removed)",
    "a && b -> a",
    "a && b -> b",
    "a && b -> a || b",
  ]);
  expect(mutationsOf("const x = a < 1;")).toEqual(["a < 1 -> a <= 1", "a < 1 -> a >= 1", "1 -> 2"]);
  expect(mutationsOf("const x = [a, ...b];")).toEqual(["[a, ...b] -> [...b]", "[a, ...b] -> [a]", "[a, ...b] -> []"]);
  expect(mutationsOf("const x = { ...a, b };")).toEqual(["{ ...a, b } -> { b }"]);
  expect(mutationsOf("const x = a.some(b);")).toEqual(["a.some(b) -> a.every(b)"]);
});

test("A text behind a tag is changed with its tag, because a tag takes no other value", () => {
  expect(mutationsOf("const x = md`a ${b < 1}`;")).toEqual([
    "md`a ${b < 1}` -> md``",
    "b < 1 -> b <= 1",
    "b < 1 -> b >= 1",
    "1 -> 2",
  ]);
  expect(mutationsOf("const x = [md``, ``];")).toEqual([
    "[md``, ``] -> [``]",
    "[md``, ``] -> [md``]",
    "[md``, ``] -> []",
  ]);
});

test("Types, imports, names of members and links of a chain are not changed by mutants", () => {
  expect(mutationsOf('import a from "b"; type T = "c"; const x: "d" = y as "e";')).toEqual([]);
  expect(mutationsOf("const x = a?.filter(b).c;")).toEqual([]);
  expect(mutationsOf('const x = { "a": b };')).toEqual([]);
});

test("A source with switches behaves as before, and with one number as its mutant", () => {
  const text = 'const f = (a: number): string => (a < 2 && a > 0 ? "one" : `n${a}`);';
  const run = (active: number): unknown => {
    const js = switched(text, changesOf(text), 0).replace(": number", "").replace(": string", "");
    Object.assign(globalThis, { __mutant: (number: number) => number === active });
    return [0, 1, 2].map(new Function(`${js} return f;`)());
  };

  expect(run(-1)).toEqual(["n0", "one", "n2"]);
  const all = changesOf(text).map((_, number) => JSON.stringify(run(number)));
  expect(all).toContain('["n0","one","one"]');
  expect(all).toContain('["n0","","n2"]');
});

test("An accepted mutant is recognised by its text after lines moved, and named when the text is gone", () => {
  const mutant = { file: "scripts/build.ts", line: "a && b", original: "a && b", mutation: "a" };
  const accepted = [{ ...mutant, why: "the same" }];

  expect(strangers([{ ...mutant, at: 7, fate: "lives" }], accepted)).toEqual([]);
  expect(strangers([{ ...mutant, mutation: "b", at: 7, fate: "unseen" }], accepted)).toHaveLength(1);
  expect(gone(accepted, [mutant.file], [mutant])).toEqual([]);
  expect(gone(accepted, [mutant.file], [])).toEqual(accepted);
  expect(gone(accepted, [], [])).toEqual([]);
});

test("An accepted mutant that a test now notices is named, unless another with the same text lives", () => {
  const mutant = { file: "scripts/build.ts", line: "[1, 1]", original: "1", mutation: "2", at: 7 };
  const [killed, lives] = [{ ...mutant, fate: "killed" } as const, { ...mutant, fate: "lives" } as const];

  expect(noticedNow([killed], [{ ...mutant, why: "the same" }])).toEqual([killed]);
  expect(noticedNow([killed], [])).toEqual([]);
  expect(noticedNow([killed, lives], [{ ...mutant, why: "the same" }])).toEqual([]);
});

test("Tests of the name of a mutated file are the nearest to it, and those that import it the next", () => {
  const far = (mutated: string) => nearness("test/mutants.test.ts", `scripts/mutants/${mutated}`);

  expect(["mutants.ts", "accepted.ts", "host.ts"].map(far)).toEqual([0, 1, 2]);
});

test("A row of `each` that is a list is several arguments, and one of `for` is one", async () => {
  const given: (readonly unknown[])[] = [];
  collect.each([[1, 2]])("each", (...row) => given.push(row));
  collect.for([[1, 2]])("for", (...row) => given.push(row));
  for (const one of takeTests()) await one.run();

  expect(given).toEqual([[1, 2], [[1, 2]]]);
});

test("A hook of one file runs before each test of that file, and before none of another file", async () => {
  const seen: string[] = [];
  takeTests();
  prepareEach(() => seen.push("prepared"));
  collect("one", () => void seen.push("one"));
  collect("two", () => void seen.push("two"));
  const tests = [...takeTests()];
  collect("other", () => void seen.push("other"));
  tests.push(...takeTests());

  for (const { run } of tests) await run();

  expect(seen).toEqual(["prepared", "one", "prepared", "two", "other"]);
});

const textOf = (file: string): string => readFileSync(new URL(`../${file}`, import.meta.url), "utf8");

test("Each accepted mutant names a line that its file has", async () => {
  const accepted = await readAccepted();
  const hasLine = ({ file, line }: { file: string; line: string }): boolean =>
    textOf(file)
      .split("\n")
      .some((one) => one.trim() === line);

  expect(accepted.length).toBeGreaterThan(100);
  expect(accepted.filter((one) => !hasLine(one))).toEqual([]);
});

test("Each mutant that a proof must notice replaces text that the program has once", () => {
  expect(promises.length).toBeGreaterThan(40);
  for (const { edits } of promises)
    for (const edit of edits) expect(withEdits(textOf(edit.file), [edit])).not.toBe(textOf(edit.file));
  expect(() => withEdits("a a", [{ file: "a.ts", original: "a", mutation: "b" }])).toThrow("a.ts does not hold");
});
