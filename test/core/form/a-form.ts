import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readConventions } from "../../../action/core/conventions/read-conventions.ts";
import { type FormBasis, formTemplate, templateFolders } from "../../../action/core/form/basis.ts";
import { type FormField, formFields } from "../../../action/core/form/fields.ts";
import { type SourceFile, textFile } from "../../../action/core/text/source-file.ts";

const root = new URL("../../../", import.meta.url).pathname;
export const conventionsFile = "productions/conventions.yaml";

const filesIn = (folder: string): readonly SourceFile[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: path.slice(root.length), mode: "100644", bytes: readFileSync(path) }));

/** A template with a table of jobs, beside those of this repository. */
export const scanFiles: readonly SourceFile[] = [
  textFile(
    "productions/_templates/scan/production.yaml",
    `schema: 1
version: 1.0.0
tag: { campaign: sP26a, physics: toy, stage: signal } # CHANGE: names of all datasets are made from it
description: Events of a scan # CHANGE: one line that describes the production
contact: ["@some-user"] # CHANGE: contact persons
build: toy.1 # CHANGE: software release
conditions: none # CHANGE: global tag
steps:
  scan:
    out: [events.txt]
    table: jobs.csv
    parameters: { seed: 7, mode: fast }
    sites: [SANDBOX]
    run: echo "$particle" "$ptmin" "$seed" "$mode" >events.txt
`,
  ),
  textFile("productions/_templates/scan/jobs.csv", "particle,ptmin\npi,1\ne,2\n"),
];

/** What a form is made from, of a text of conventions. */
export const basisOf = (text: string, files: (folder: string) => readonly SourceFile[]): FormBasis => {
  const read = readConventions(conventionsFile, new TextEncoder().encode(text));
  if (read.kind === "unreadable") throw new Error(JSON.stringify(read.problems));
  const { conventions } = read;
  const templates = templateFolders(conventionsFile, conventions).map(({ name, folder }) =>
    formTemplate(name, folder, files(folder)),
  );
  return { file: conventionsFile, conventions, templates };
};

const ownText = readFileSync(join(root, conventionsFile), "utf8");

/** Of this repository. */
export const ownBasis = (): FormBasis => basisOf(ownText, filesIn);

/** Of this repository with one template alone, which has a table. */
export const scanText = ownText.replace(
  /templates:\n(?: {2}.*\n)+/,
  "templates:\n  scan: { folder: _templates/scan, description: a scan }\n",
);
export const scanBasis = (): FormBasis => basisOf(scanText, () => scanFiles);

/** The body of an issue as GitHub writes it from the answers to a form. */
export const bodyOf = (basis: FormBasis, answers: Readonly<Record<string, string>>): string =>
  bodyOfFields(formFields(basis), answers);

export const bodyOfFields = (fields: readonly FormField[], answers: Readonly<Record<string, string>>): string =>
  fields
    .map(({ name, label, kind, usual }) => {
      const answer = answers[name] ?? (kind === "table" ? usual : undefined);
      const shown = answer === undefined || answer === "" ? "_No response_" : answer;
      return `### ${label}\n\n${kind === "table" ? `\`\`\`csv\n${shown}\n\`\`\`` : shown}`;
    })
    .join("\n\n");

export const simple = {
  template: "simulation",
  campaign: "sP26b",
  physics: "jet10",
  stage: "signal",
  description: "Jets for the trigger",
} as const;
