import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { systemBash } from "../../../action/adapters/system/system-bash.ts";
import { conventionsOfForm } from "../../../action/core/form/basis.ts";
import { initAnswers } from "../../../action/core/init/answers.ts";
import { conventionsText } from "../../../action/core/init/conventions-text.ts";
import { questionsWith } from "../../../action/core/init/questions.ts";
import { repositoryTemplates, templateFiles } from "../../../action/core/init/repository-templates.ts";
import { importJobs } from "../../../action/flows/import/import-jobs.ts";
import type { Imported } from "../../../action/flows/import/judge-draft.ts";
import { fakeSnapshot } from "../../fakes/fake-snapshot.ts";

const conventions = new URL("../../imports/conventions.yaml", import.meta.url).pathname;

const imported = async (file: string, text: string, output?: string): Promise<Imported> =>
  importInto(await readFile(conventions), {}, { file, text, output });

const importInto = (
  bytes: Uint8Array,
  files: Readonly<Record<string, string>>,
  { file, text, output, events }: { file: string; text: string; output?: string | undefined; events?: number },
): Promise<Imported> =>
  importJobs(
    {
      snapshot: fakeSnapshot(files),
      bash: systemBash(),
      conventionsAbove: () => ({ file: "productions/conventions.yaml", bytes, above: undefined }),
      isThere: async (path) => path.endsWith("/there") || Object.hasOwn(files, path),
    },
    { list: { file, bytes: new TextEncoder().encode(text) }, cutting: { events, hours: 2 }, output, here: "." },
  );

const textOf = ({ files }: Imported, path: string): string | undefined => {
  const found = files?.find((file) => file.path === path);
  return found === undefined ? undefined : new TextDecoder().decode(found.bytes);
};

test("A list of chunks is a production with a row for each job, and marks for what the list does not say", async () => {
  const made = await imported("lists/e+.csv", "A/b,steer,10,0000\nA/b,steer,10,0001\n");

  expect(made).toMatchObject({ folder: "productions/eplus", problems: [] });
  expect(textOf(made, "jobs.csv")).toBe("file,ext,nevents,chunk\nA/b,steer,10,0000\nA/b,steer,10,0001\n");
  const marked = textOf(made, "production.yaml")?.match(/^.*# CHANGE:/gm) ?? [];
  expect(marked.map((line) => /\w+/.exec(line)?.[0])).toEqual(["tag", "contact", "build", "conditions"]);
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

test("A list comes into the template of the repository, with the tag that its name says and the events that it counts", async () => {
  const answers = initAnswers(
    new Map([
      ...questionsWith("epic").flatMap(({ name, usual }) => (usual === undefined ? [] : [[name, usual] as const])),
      ["template", "epic"],
      ["owner", "@grace"],
      ["trial-scope", "user.grace"],
    ]),
  );
  const text = conventionsText(answers);
  const bytes = new TextEncoder().encode(text);
  const made = templateFiles(
    repositoryTemplates.epic,
    conventionsOfForm("productions/conventions.yaml", bytes),
    "@ada",
  );
  const files = Object.fromEntries(made.map((one) => [one.path, new TextDecoder().decode(one.bytes)]));
  const request = "productions/_templates/chunks/production.yaml";
  const own = { ...files, [request]: files[request]?.replace("memory: 4096", "memory: 2500") ?? "" };

  const imports = await importInto(
    bytes,
    { "productions/conventions.yaml": text, ...own },
    {
      file: "rapgap3.310-2.0_ddis_ep_noRad_9x130_q2_5to1e8.csv",
      text: "A/b,hepmc3.tree.root,2500,0,0\n",
      events: 1000,
    },
  );

  expect(imports.problems).toEqual([]);
  expect(textOf(imports, "jobs.csv")?.split("\n")).toHaveLength(5);
  const written = textOf(imports, "production.yaml") ?? "";
  expect(written).toContain(
    "tag: { generator: rapgap3.310-2.0, process: ddis-noRad, species: ep, beams: 9x130, range: q2-5to1e8 }\n",
  );
  expect(written).toContain("events: 2500\n");
  expect(written).toContain("memory: 2500 ");
  expect((written.match(/^.*# CHANGE:/gm) ?? []).map((line) => /\w+/.exec(line)?.[0])).toEqual([
    "contact",
    "build",
    "conditions",
  ]);
});
