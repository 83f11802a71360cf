import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { type Validated } from "../../../action/core/cross-checks/check-sources.ts";
import type { Problem } from "../../../action/core/problems/problem.ts";
import { type ProductionSource, textFile } from "../../../action/core/text/source-file.ts";
import { fixOf } from "../../../action/core/versioning/line-fix.ts";
import { lintPayloads } from "../../../action/flows/validation/lint-payloads.ts";
import { validateSources } from "../../../action/flows/validation/validate-sources.ts";
import { foldersOf, inFull, judgeFolder, requests } from "../validate/fixtures.ts";

const judge = (source: ProductionSource): Promise<readonly Validated[]> =>
  validateSources({ ...inFull, lint: lintPayloads }, [source]);

const withText = (source: ProductionSource, text: string): ProductionSource => ({
  ...source,
  bytes: textFile("", text).bytes,
});

/** How many say the same of a line. */
const likeIn = (problems: readonly Problem[], { code, line, message }: Problem): number =>
  problems.filter((one) => one.code === code && one.line === line && commandRecord(one) === commandRecord({ message }))
    .length;
/** But for the names that it quotes, which a wrong correction changes. */
const commandRecord = ({ message }: { readonly message: string }): string =>
  message.replaceAll(/"[^"]*"|`[^`]*`/g, "NAME");

test("The suggested line of every wrong request removes the problem for which the line is suggested", async () => {
  const [kept, codes]: [string[], Set<string>] = [[], new Set()];
  for (const folder of await foldersOf("bad")) {
    for (const { source, problems } of await judgeFolder(folder)) {
      const text = await readFile(`${requests}${source.file}`, "utf8").catch(() => "");
      const lines = text.split("\n");
      for (const problem of problems.filter(({ file, severity }) => file === source.file && severity !== "note")) {
        const fix = fixOf(problem, lines);
        if (fix === undefined) continue;
        codes.add(problem.code);
        const mended = withText(source, lines.with(fix.line - 1, fix.text).join("\n"));
        const after = (await judge(mended)).flatMap((one) => one.problems);
        if (likeIn(after, problem) >= likeIn(problems, problem))
          kept.push(`${problem.file}:${problem.line} ${problem.code}: ${fix.text}`);
      }
    }
  }

  expect(kept).toEqual([]);
  expect(codes.size).toBeGreaterThan(5);
});

const at = (line: string, word: string) => ({ line: 1, col: line.indexOf(word) + 1 });

test.each([
  ["version: 1.0.0 # first", "version: 1.1.0", "version: 1.1.0 # first"],
  ["  - { tag: { stage: a }, version: 1.0.0 }", "version: 2.0.0", "  - { tag: { stage: a }, version: 2.0.0 }"],
  ['version: "v001"', "version: v002", "version: v002"],
  ["    files: 20", "files: 10, or remove expect", "    files: 10"],
])("In the line %j the hint %j changes only its value", (line, hint, text) => {
  expect(fixOf({ ...at(line, ":"), message: "wrong", hint }, [line])).toEqual({ line: 1, text });
});

test.each([
  ["a hint that is no value", "version: 1.0.0", "keep version: 1.0.0"],
  ["a key that stands twice", "{ files: 1, x: { files: 2 } }", "files: 3"],
  ["a key that is the end of another", "subversion: 1", "version: 2.0.0"],
  ["a value on the next line", "version:", "version: 2.0.0"],
  ["a mark that nobody sees", "version: 1.0.0 # \u202e", "version: 2.0.0"],
  ["a line that ends as in DOS", "version: 1.0.0\r", "version: 2.0.0"],
])("The hint with %s gives no suggested line", (_, line, hint) => {
  expect(fixOf({ line: 1, col: 1, message: "wrong", hint }, [line])).toBeUndefined();
});

test("A name is replaced in a suggested line only where the message quotes that name", () => {
  const line = 'tag: { physics: "toys", stage: toys2 }';
  const told = { message: '"toys" is no physics.', hint: 'did you mean "toy"?' };

  expect(fixOf({ ...at(line, '"toys"'), ...told }, [line])?.text).toBe('tag: { physics: "toy", stage: toys2 }');
  expect(fixOf({ ...at(line, "toys2"), ...told }, [line])).toBeUndefined();
  expect(fixOf({ ...at(line, "physics"), ...told }, [line])).toBeUndefined();
});
