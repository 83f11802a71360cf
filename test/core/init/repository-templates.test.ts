import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readConventions } from "../../../action/core/conventions/read-conventions.ts";
import { conventionsOfForm, formTemplate, templateFolders } from "../../../action/core/form/basis.ts";
import { formFile } from "../../../action/core/form/form-file.ts";
import { formRequest } from "../../../action/core/form/form-request.ts";
import { initAnswers } from "../../../action/core/init/answers.ts";
import { conventionsText } from "../../../action/core/init/conventions-text.ts";
import { initQuestions, questionsWith } from "../../../action/core/init/questions.ts";
import {
  type RepositoryTemplateName,
  repositoryTemplates,
  templateFiles,
} from "../../../action/core/init/repository-templates.ts";
import { adminFacts } from "../../../action/core/init/setting.ts";
import type { SourceFile } from "../../../action/core/text/source-file.ts";
import { bodyOf } from "../form/a-form.ts";

const file = "productions/conventions.yaml";
const own = new URL("../../../productions/", import.meta.url).pathname;

const answersOf = (template: RepositoryTemplateName, given: Readonly<Record<string, string>> = {}) =>
  initAnswers(
    new Map([
      ["template", template],
      ["vo", "toy"],
      ["working-group", "as-the-VO"],
      ["site", "SITE"],
      ["scope", "user.toy"],
      ["trial-scope", "user.toy"],
      ...questionsWith(template).flatMap(({ name, usual }) => (usual === undefined ? [] : [[name, usual] as const])),
      ...Object.entries({ experiment: "Toy", repository: "a/b", owner: "@ada", ...given }),
    ]),
  );

const madeOf = (template: RepositoryTemplateName, given?: Readonly<Record<string, string>>) => {
  const bytes = new TextEncoder().encode(conventionsText(answersOf(template, given)));
  const conventions = conventionsOfForm(file, bytes);
  const files = templateFiles(repositoryTemplates[template], conventions, "@some-user");
  const templates = templateFolders(file, conventions).map(({ name, folder }) =>
    formTemplate(
      name,
      folder,
      files.filter(({ path }) => path.startsWith(`${folder}/`)),
    ),
  );
  return { conventions, files, basis: { file, conventions, templates } };
};
const textsOf = (files: readonly SourceFile[]) =>
  Object.fromEntries(files.map(({ path, bytes }) => [path, new TextDecoder().decode(bytes)]));

describe.each(["plain", "epic", "sphenix"] as const)("the template %s", (name) => {
  test("The usual answers of a template of shrek init are right answers to questions that shrek init asks", () => {
    const known = new Map(initQuestions.map((question) => [question.name, question]));

    expect(
      Object.entries(repositoryTemplates[name].usual).map(([question, answer]) => known.get(question)?.fault(answer)),
    ).toEqual(Object.keys(repositoryTemplates[name].usual).map(() => undefined));
  });

  test("The conventions of a template of shrek init can be read, also with fields of the tag that it does not know", () => {
    for (const given of [{}, { tag: "{mine}-{beams}-{stage}" }]) {
      const read = readConventions(file, new TextEncoder().encode(conventionsText(answersOf(name, given))));

      expect(read.kind === "unreadable" ? read.problems : []).toEqual([]);
    }
  });

  test("Conventions of a repository with form and upkeep name the Apps that open their pull requests", () => {
    const { policy } = madeOf(name, { with: "form upkeep", ledger: "every-collaborator" }).conventions;

    expect(policy?.form?.app).toBe("shrek-b-form");
    expect(policy?.upkeep).toEqual({ app: "shrek-b-upkeep", of: ["inputs", "resources"] });
    expect(madeOf(name, { with: "form", ledger: "app" }).conventions.policy?.form?.app).toBe("shrek-b");
  });

  test("A form can be made of it", () => {
    const { basis } = madeOf(name);

    expect(new TextDecoder().decode(formFile(basis).bytes)).toContain("label: Description\n");
  });
});

test("This repository has the templates that shrek init --template sphenix makes", () => {
  const { files } = madeOf("sphenix");
  const there = readdirSync(join(own, "_templates"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [`productions/${path.slice(own.length)}`, readFileSync(path, "utf8")]);

  expect(textsOf(files)).toEqual(Object.fromEntries(there));
});

test("A person who may write to the scope of a group logs in as that group, whatever the VO of its tasks is called", () => {
  expect(adminFacts(answersOf("epic"), true)).toMatchObject({ vo: "EIC", official: true });
  expect(adminFacts(answersOf("epic", { scope: "user.ada" }), true)).toMatchObject({ vo: "eic", official: false });
});

describe("the form of ePIC", () => {
  const { basis } = madeOf("epic");
  const sample = {
    generator: "pythia8.316-1.0",
    process: "NC-noRad",
    species: "ep",
    beams: "18x275",
    range: "minQ2-1",
  };
  const ask = (answers: Readonly<Record<string, string>>) =>
    formRequest(basis, { author: "ada", body: bodyOf(basis, { ...sample, ...answers }), comments: [] }, undefined);
  const rows = "file,ext,nevents,chunk\nDIS/a,hepmc3.tree.root,500,0000";

  test("The form of ePIC asks for the parts of the tag, the software and the rows, and names the folder after all of them", () => {
    const made = ask({ description: "A study", "simulate.table": rows, build: "26.08.0" });

    expect(made.kind === "wrong" ? made.faults : made.folder).toBe(
      "productions/26.08.0_epic_craterlake_pythia8.316-1.0_NC-noRad_ep_18x275_minQ2-1",
    );
    const texts = textsOf(made.kind === "wrong" ? [] : made.files);
    const of = (name: string) => Object.entries(texts).find(([path]) => path.endsWith(name))?.[1];
    expect(of("/jobs.csv")).toBe(`${rows}\n`);
    expect(of("/production.yaml")).not.toContain("# CHANGE:");
  });

  test("Rows that are still the template's stay marked, so that nobody submits them", () => {
    const made = ask({ description: "A study" });

    expect(Object.values(textsOf(made.kind === "wrong" ? [] : made.files)).join("")).toContain(
      "table: jobs.csv # CHANGE:",
    );
  });
});
