import { expect, test } from "vitest";
import { readConventions } from "../../../action/core/conventions/read-conventions.ts";
import {
  checkPublished,
  checkSchemaLine,
  schemaText,
  withSchemaLine,
} from "../../../action/core/editor/editor-schema.ts";
import { publishedSchema } from "../../../action/core/editor/published-schema.ts";
import { formFile } from "../../../action/core/form/form-file.ts";
import { formPath } from "../../../action/core/init/paths.ts";
import { formBasis } from "../../../action/flows/validation/form-basis.ts";
import { validateSchemas } from "../../../action/flows/validation/validate-schemas.ts";
import { fakeSnapshot } from "../../fakes/fake-snapshot.ts";
import { aRequest, aStep, conventionsBytes } from "../a-production.ts";

const rules = new TextDecoder().decode(conventionsBytes);
const schemaFor = (text: string): object => {
  const read = readConventions("conventions.yaml", new TextEncoder().encode(text));
  if (read.kind === "unreadable") throw new Error(JSON.stringify(read.problems));
  return publishedSchema(read.conventions);
};
const line = (path: string): string => `# yaml-language-server: $schema=${path}\n`;

/** What a check notes of a repository. */
const notesOf = async (texts: Readonly<Record<string, string>>): Promise<readonly string[]> => {
  const snapshot = fakeSnapshot({ "productions/conventions.yaml": rules, ...texts });
  const sources = await snapshot.all(await snapshot.productions("productions"));
  const problems = await validateSchemas(
    snapshot,
    sources.map((source) => ({ source })),
  );
  return problems.map(({ code, severity, file, line: at, hint }) => `${severity} ${code} ${file}:${at}: ${hint}`);
};
const request = JSON.stringify(aRequest());
const written = schemaText(schemaFor(rules));

test("The schema for the editor allows an own build for a step where the conventions do", () => {
  const stepOf = (text: string) => Reflect.get(schemaFor(text), "properties").steps.additionalProperties.properties;

  expect(stepOf(rules).build).toMatchObject({ allOf: [{ pattern: expect.stringContaining("ana|pro") }] });
  expect(Object.keys(stepOf(rules.replace("stepBuilds: true,", "")))).not.toContain("build");
});

test("The schema for the editor offers names of a file, refuses others than those in the conventions, and is not outdated by a refreshed file", async () => {
  const listed = `${rules}lists: [{ of: [build, tag.physics], names: [ana.418] }, { of: [conditions, parameters.gt], file: gt.txt }]\n`;
  const texts = {
    "productions/conventions.yaml": listed,
    "productions/_lists/gt.txt": "MDC2_1\nMDC2_2\n",
    "productions/p/production.yaml": request,
  };
  const names = [{ of: ["conditions", "parameters.gt"], names: new Set(["MDC2_1"]), file: "gt.txt", isFile: true }];
  const read = readConventions("conventions.yaml", new TextEncoder().encode(listed));
  if (read.kind === "unreadable") throw new Error("unreachable");
  const schema = publishedSchema(read.conventions, [
    ...names,
    { of: ["build", "tag.physics"], names: new Set(["ana.418"]), file: "", isFile: false },
  ]);
  const { build, conditions, tag, steps } = Reflect.get(schema, "properties");

  expect(build.allOf.at(-1)).toEqual({ enum: ["ana.418"] });
  expect(tag.properties.physics.allOf).toEqual([{ enum: ["ana.418"] }]);
  expect(conditions.examples).toEqual(["MDC2_1"]);
  expect(steps.additionalProperties.properties.parameters.properties.gt.examples).toEqual(["MDC2_1"]);
  expect(await notesOf({ ...texts, "productions/production.schema.json": schemaText(schema) })).toEqual([]);
  expect(await notesOf({ ...texts, "productions/production.schema.json": written })).toHaveLength(1);
});

test.each([
  ["no schema at all", {}, []],
  ["the schema of the conventions as they stand", { "productions/production.schema.json": written }, []],
  ["the same in another layout", { "productions/production.schema.json": JSON.stringify(JSON.parse(written)) }, []],
  [
    "the schema of earlier conventions",
    { "productions/production.schema.json": schemaText(schemaFor(rules.replace("hfbottom, ", ""))) },
    ["note stale-schema productions/production.schema.json:1: run: shrek schema --write"],
  ],
  [
    "what is no JSON",
    { "productions/production.schema.json": "{" },
    ["note stale-schema productions/production.schema.json:1: run: shrek schema --write"],
  ],
])("shrek check reports an outdated or missing schema for the editor correctly: %s", async (_, texts, notes) => {
  expect(await notesOf({ "productions/p/production.yaml": request, ...texts })).toEqual(notes);
});

test("shrek check notes an issue form that is not what conventions and templates give as they stand", async () => {
  const conventions = `${rules}templates: { toy: { folder: _templates/toy, description: a toy } }\n`;
  const template = (jobs: number) => JSON.stringify(aRequest({ steps: { make: aStep({ jobs }) } }));
  const repository = (jobs: number) => ({
    "productions/conventions.yaml": conventions,
    "productions/_templates/toy/production.yaml": template(jobs),
  });
  const formWith = async (jobs: number) => {
    const texts: Readonly<Record<string, string>> = repository(jobs);
    const read = async (path: string) => new TextEncoder().encode(texts[path]);
    return new TextDecoder().decode(formFile(await formBasis(read, "productions/conventions.yaml")).bytes);
  };
  const noted = async (form: string) =>
    notesOf({ ...repository(3), "productions/p/production.yaml": request, [formPath]: form });
  const stale = ["note stale-form .github/ISSUE_TEMPLATE/production.yml:1: run: shrek schema --write"];

  expect(await noted(await formWith(3))).toEqual([]);
  expect(await noted(`# Ours\n${await formWith(3)}`)).toEqual([]);
  expect(await noted(await formWith(4))).toEqual(stale);
  expect(await noted("{")).toEqual(stale);
  // What gives no form is told at its own place.
  expect(await notesOf({ "productions/p/production.yaml": request, [formPath]: await formWith(3) })).toEqual([]);
});

test("A request in a deeper folder whose schema line leads nowhere gets the right line to write", async () => {
  const deep = await notesOf({
    "productions/production.schema.json": written,
    "productions/a/b/production.yaml": `# words\n${line("../production.schema.json")}${request}`,
    "productions/c/production.yaml": `${line("../production.schema.json")}${request}`,
    "productions/d/production.yaml": `${line("https://schemas.example/x.json")}${request}`,
  });

  expect(deep).toEqual([
    "note schema-not-there productions/a/b/production.yaml:2: # yaml-language-server: $schema=../../production.schema.json",
  ]);
});

test("A new request has a schema line that is right for its folder, and a template without the line gets none", () => {
  const from = `${line("../../production.schema.json")}schema: 1\n`;
  const schema = "productions/production.schema.json";

  expect(withSchemaLine(from, "productions/p", schema)).toBe(`${line("../production.schema.json")}schema: 1\n`);
  expect(withSchemaLine(from, "productions/a/b/c", schema)).toContain("=../../../production.schema.json\n");
  expect(withSchemaLine("schema: 1\n", "productions/p", schema)).toBe("schema: 1\n");
});

test("The command that repairs the schema for the editor names the folder, unless a shell would execute part of its path", () => {
  const hintOf = (file: string) => checkPublished({ path: "x", bytes: new Uint8Array() }, file, {})[0]?.hint;

  expect(hintOf("productions/mine/conventions.yaml")).toBe(
    "run: shrek schema --write productions/mine/conventions.yaml",
  );
  expect(hintOf("productions/$(x)/conventions.yaml")).not.toContain("$(x)");
  expect(
    checkSchemaLine(
      { folder: "p", file: "p/production.yaml", bytes: new TextEncoder().encode(line("../../../x.json")) },
      () => false,
      "production.schema.json",
    ),
  ).toMatchObject([
    { line: 1, col: line("").length, message: "Editors look for the schema at ../../x.json, where none is." },
  ]);
});
