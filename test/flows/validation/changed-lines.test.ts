import { expect, test } from "vitest";
import { textFile } from "../../../action/core/text/source-file.ts";
import { leastBump } from "../../../action/core/versioning/least-bump.ts";
import { diffText, diffView } from "../../../action/core/view/plan/diff-view.ts";
import { planMarkdown } from "../../../action/core/view/plan/plan-markdown.ts";
import { planView } from "../../../action/core/view/plan/plan-view.ts";
import { changedLines } from "../../../action/flows/validation/changed-lines.ts";
import { aRequest, aStep, valid } from "../../core/a-production.ts";

const request = aRequest({ steps: { simulate: aStep({ resources: ["sim.C"] }) } });
const withMacro = (text: string) => valid(request, { files: [textFile("sim.C", text)] });
const macro = (line: string) => `void sim()\n{\n  first();\n  ${line}\n  last();\n}\n`;
/** A repository that holds this macro in the production's folder. */
const holding = (text: string, folder = withMacro(text).production.folder) => ({
  files: async (paths: readonly string[]) =>
    paths.flatMap((path) => (path === `${folder}/sim.C` ? [{ kind: "file" as const, ...textFile(path, text) }] : [])),
});
const linesOf = async (was: string, is: string, ...there: readonly string[]) => {
  const [before, after] = [withMacro(was), withMacro(is)];
  const { reasons } = leastBump(before.content, after.content);
  return changedLines(
    there.map((text) => holding(text)),
    after.production,
    reasons,
  );
};

const [old, now] = [macro("pt(5);"), macro("pt(15);")];

test("A changed file is shown by lines where its earlier bytes are those of the ledger", async () => {
  const [file] = await linesOf(old, now, "something else\n", old);

  expect(file?.path).toBe("sim.C");
  expect(file?.lines.filter(({ side }) => side !== "both").map(({ side, line }) => `${side} ${line.text}`)).toEqual([
    "removed   pt(5);",
    "added   pt(15);",
  ]);
  expect(await linesOf(old, now, "something else\n")).toEqual([]);
});

test("A file that is no text, or too long to read, is not shown by lines", async () => {
  expect(await linesOf("a\0b\n", now, "a\0b\n")).toEqual([]);
  const long = "x\n".repeat(40_000);
  expect(await linesOf(long, now, long)).toEqual([]);
});

const hostile = macro("\u001b[2J\u202e @everyone </details> ``` #1");

test("`shrek diff` shows changed lines with control sequences written out", async () => {
  const [before, after] = [withMacro(old), withMacro(hostile)];
  const files = await linesOf(old, hostile, old);

  const text = diffText(diffView(after, { name: "1.0.0", content: before.content }, undefined, files), undefined);

  expect(text).toContain("-   pt(5);");
  expect(text).toContain("\\u001b[2J\\u202e @everyone");
  expect(text).not.toMatch(/[\u001b\u202e]/);
});

test("The plan shows changed lines folded, cut and without effect", async () => {
  const commentOf = async (is: string) => {
    const [before, after] = [withMacro(old), withMacro(is)];
    const since = { version: "1.0.0", advice: leastBump(before.content, after.content) };
    const { production } = after;
    return planMarkdown(
      planView({
        validated: [
          { source: { folder: production.folder, conventions: undefined }, problems: [], valid: after, since },
        ],
        files: new Map([[production.tag, await linesOf(old, is, old)]]),
        ...{ problems: [], removed: [], onMerge: [], fates: new Map(), needs: [], rules: [], madeBy: new Map() },
      }),
    );
  };

  const comment = await commentOf(hostile);
  expect(comment).toContain("<details><summary>Lines of sim.C</summary>\n\n````diff\n");
  expect(comment).toContain("-   pt(5);\n+    [2J  @everyone </details> ``` 1\n".replace(" 1\n", " #1\n"));
  expect(comment).not.toMatch(/[\u001b\u202e]/);
  const long = await commentOf(
    macro(Array.from({ length: 100 }, (_, n) => `call(${n}, ${"x".repeat(300)});`).join("\n")),
  );
  expect(long).toContain("more lines: run shrek diff");
  expect(long).not.toContain("call(90");
  expect(long).not.toContain("x".repeat(200));
});
