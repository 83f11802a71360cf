import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { systemBash } from "../../../action/adapters/system/system-bash.ts";
import { importJobs } from "../../../action/flows/import/import-jobs.ts";
import type { Imported } from "../../../action/flows/import/judge-draft.ts";
import { fakeSnapshot } from "../../fakes/fake-snapshot.ts";

const conventions = new URL("../../imports/conventions.yaml", import.meta.url).pathname;

const imported = async (file: string, text: string, output?: string): Promise<Imported> => {
  const bytes = await readFile(conventions);
  return importJobs(
    {
      snapshot: fakeSnapshot({}),
      bash: systemBash(),
      conventionsAbove: () => ({ file: "productions/conventions.yaml", bytes, above: undefined }),
      isThere: async (folder) => folder.endsWith("/there"),
    },
    {
      list: { file, bytes: new TextEncoder().encode(text) },
      cutting: { events: undefined, hours: 2 },
      output,
      here: ".",
    },
  );
};

const textOf = ({ files }: Imported, path: string): string | undefined => {
  const found = files?.find((file) => file.path === path);
  return found === undefined ? undefined : new TextDecoder().decode(found.bytes);
};

test("A list of chunks is a production with a row for each job, and marks for what the list does not say", async () => {
  const made = await imported("lists/e+.csv", "A/b,steer,10,0000\nA/b,steer,10,0001\n");

  expect(made).toMatchObject({ folder: "productions/eplus", problems: [] });
  expect(textOf(made, "jobs.csv")).toBe("file,ext,nevents,chunk\nA/b,steer,10,0000\nA/b,steer,10,0001\n");
  const marked = textOf(made, "production.yaml")?.match(/^.*# CHANGE:/gm) ?? [];
  expect(marked.map((line) => /\w+/.exec(line)?.[0])).toEqual([
    "tag",
    "contact",
    "build",
    "conditions",
    "defaults",
    "opt",
  ]);
});

test("A row that cannot be a job refuses the list, and a folder that is there is not written over", async () => {
  const wrong = await imported("a.csv", "A/b,steer,10,0000\nA/c,steer,0,0\n");
  expect(wrong.files).toBeUndefined();
  expect(wrong.problems).toMatchObject([{ code: "bad-job-list", file: "a.csv", line: 2, col: 11 }]);

  const there = await imported("a.csv", "A/b,steer,10,0000\n", "productions/there");
  expect(there.files).toBeUndefined();
  expect(there.problems).toMatchObject([{ message: "productions/there exists already." }]);
});

test("A folder that nobody searches is refused", async () => {
  await expect(imported("a.csv", "A/b,steer,10,0000\n", "productions/_odd/x")).rejects.toThrow("does not search _odd");
});
