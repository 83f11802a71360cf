import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readConventions } from "../../action/core/conventions/read-conventions.ts";
import { publishedSchema } from "../../action/core/editor/published-schema.ts";
import { conventionsBytes } from "../core/a-production.ts";
import { requestText } from "../core/a-request.ts";
import { expectedIn, foldersOf, requests } from "../core/validate/fixtures.ts";
import { type Editor, openEditor, type Position } from "./language-server.ts";

let dir: string;
let editor: Editor;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "shrek-editor-"));
  const read = readConventions("conventions.yaml", conventionsBytes);
  if (read.kind === "unreadable") throw new Error(JSON.stringify(read.problems));
  const file = join(dir, "production.schema.json");
  await writeFile(file, JSON.stringify(publishedSchema(read.conventions)));
  editor = await openEditor(pathToFileURL(file).href);
});
afterAll(async () => {
  await editor.close();
  await rm(dir, { recursive: true });
});

const smallest = requestText(`  simulate:
    out: [hits.tar]
    jobs: 10
    memory: 2000
    in: [{ from: a, filesPerJob: 2 }]
    run: make
`);
/** The place of the mark ^ in a text, and the text without it. */
const marked = (text: string): { readonly text: string; readonly at: Position } => {
  const before = text.slice(0, text.indexOf("^")).split("\n");
  return { text: text.replace("^", ""), at: { line: before.length - 1, character: before.at(-1)?.length ?? 0 } };
};

describe("completion in an editor", () => {
  test.each([
    [
      "options of a step",
      smallest.replace("    jobs: 10", "    ^\n    jobs: 10"),
      ["walltime", "eventsPerJob", "seed"],
    ],
    [
      "values of a field of the tag",
      smallest.replace("physics: hfcharm", "physics: ^"),
      ["hfcharm", "hfbottom", "minbias"],
    ],
    [
      "sites",
      smallest.replace("defaults: { sites: [BNL] }", "defaults:\n  sites:\n    - ^"),
      ["BNL", "SDCC", "NERSC", "LAPTOP"],
    ],
    [
      "what a step reads",
      smallest.replace("in: [{ from: a, filesPerJob: 2 }]", "in:\n      - from: a\n        ^"),
      ["filesPerJob", "reuse", "match"],
    ],
    ["when it is submitted", smallest.replace("steps:", "submit: ^\nsteps:"), ["auto", "hold", "never"]],
  ])("An editor completes: %s", async (name, draft, wanted) => {
    const { text, at } = marked(draft);

    expect(await editor.completion(name.replaceAll(" ", "-"), text, at)).toEqual(expect.arrayContaining(wanted));
  });
});

describe("explanations in an editor", () => {
  test.each([
    ["memory", "    ^memory: 2000", /MB per core.*100 to 64000.*prun.*--memory/s],
    ["jobs", "    ^jobs: 10", /prun.*--nJobs/s],
    ["filesPerJob", "{ from: a, ^filesPerJob: 2 }", /1 to 200.*prun.*--nFilesPerJob/s],
  ])("An editor explains the key %s", async (name, place, words) => {
    const { text, at } = marked(smallest.replace(place.replace("^", ""), place));

    expect(await editor.hover(`hover-${name}`, text, at)).toMatch(words);
  });
});

/** Codes that the schema can tell; the others need the conventions' program, files, or history. */
const ofTheSchema =
  /^(unknown-key|missing-key|wrong-type|out-of-range|not-allowed|unknown-site|bad-(?!conventions).*)$/;

/** Where an editor cannot know, or says it elsewhere, and why. */
const notInAnEditor: Readonly<Record<string, string>> = {
  "acknowledged-what-does-not-exist": "which warnings there are is in the program",
  "range-of-versions": "how a version is written is in the conventions",
  "columns-of-no-row": "whether a job descends from one row is computed",
  conditions: "what a condition means is computed; only its characters are in the schema",
  "expected-files": "which columns a run list has is not in the text",
  "file-names": "which keys a name holds, and whether there are runs, is computed",
  "growing-data-that-cannot-begin": "whether runs come from a list or from data that grow decides what else they need",
  "input-without-what-it-needs": "what an input needs depends on its kind",
  "kept-nowhere": "whether any storage keeps data is in the conventions",
  "keys-that-do-not-fit": "which keys names hold, and what a list lets a step have, is computed",
  "matrix-too-large": "how many combinations there are is computed",
  "merge-key": "the editor's reader merges, as YAML 1.1 did",
  "options-without-effect": "what an option needs beside it is computed",
  "outputs-of-names-that-are-taken": "which files SHREK sends along is computed",
  "optional-outputs": "one name written in two ways is found by the program",
  "events-of-a-file": "a number that divides another is arithmetic",
  "pattern-wrong": "that an output with a pattern stands alone is seen beside another output",
  "packed-wrong": "that an output which packs ends in .tar is seen beside another key",
  "run-without-runs": "whether a production has runs is seen at another key",
  "runs-without-a-list": "whether runs come from a list or from data that grow decides what else they need",
  "runs-with-too-many-files": "how many files a formula gives for a run is computed",
  "runs-without-a-column": "which columns a run list has is not in the text",
  "runs-not-there": "which files there are is not in the text",
  "step-without-own-build": "its folder has conventions of its own, and the editor here those above",
  "software-that-is-not-there": "its folder has conventions of its own, and the editor here those above",
  "table-file-of-rows": "which files SHREK sends along is computed",
  "secondary-with-a-scope": "whether an input is read second is seen at the steps",
};

test("An editor marks the same lines as wrong as the check does", async () => {
  const differing: Record<string, { readonly judge: readonly number[]; readonly editor: readonly number[] }> = {};
  let compared = 0;
  const compare = async (folder: string): Promise<void> => {
    const expected = (await expectedIn(folder)).map(({ place }) => {
      const [, file, line, code] = /^(.*):(\d+):\d+ (\S+)/.exec(place) ?? [];
      return { file, line: Number(line), code: code ?? "" };
    });
    const ours = expected.filter(({ code, file }) => file === "production.yaml" && ofTheSchema.test(code));
    if (ours.length === 0) return;
    compared++;
    const name = folder.slice("bad/".length);
    const told = await editor.diagnostics(name, await readFile(`${requests}${folder}/production.yaml`, "utf8"));
    const [judge, seen] = [linesOf(ours), linesOf(told.map(({ range }) => ({ line: range.start.line + 1 })))];
    if (JSON.stringify(judge) !== JSON.stringify(seen)) differing[name] = { judge, editor: seen };
  };
  await Promise.all((await foldersOf("bad")).map(compare));
  expect(Object.fromEntries(Object.entries(differing).filter(([name]) => !(name in notInAnEditor)))).toEqual({});
  expect(Object.keys(notInAnEditor).filter((name) => !(name in differing))).toEqual([]);
  expect(compared).toBeGreaterThan(25);
});

const linesOf = (found: readonly { readonly line: number }[]): readonly number[] =>
  [...new Set(found.map(({ line }) => line))].toSorted((a, b) => a - b);
