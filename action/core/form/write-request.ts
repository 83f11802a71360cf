import { dirname, join } from "node:path/posix";
import { moreEvents } from "../command/more-events.ts";
import { schemaPathOf, withSchemaLine } from "../editor/editor-schema.ts";
import { folderName, fromTemplate, refuseFolder } from "../init/new-fields.ts";
import { Failure } from "../problems/failure.ts";
import type { Problem } from "../problems/problem.ts";
import { type Edit, editYaml } from "../text/edit-yaml.ts";
import { type Place, placesOfLine } from "../text/places.ts";
import { readYaml } from "../text/read-yaml.ts";
import { requestName, type SourceFile, textFile } from "../text/source-file.ts";
import type { FormBasis, FormTemplate } from "./basis.ts";
import { type FormField, fieldsOfTemplate, formFields } from "./fields.ts";
import type { FormAnswers, FormFault } from "./read-issue.ts";

/** `files`: of the folder, paths from the top of the repository. */
export type RequestWritten =
  | { readonly kind: "wrong"; readonly faults: readonly FormFault[] }
  | {
      readonly kind: "written";
      readonly folder: string;
      readonly files: readonly SourceFile[];
      /** The label of the answer that stands at a place of the request. */
      readonly fieldAt: (problem: Pick<Problem, "file" | "line" | "col">) => string | undefined;
    };

/** Which template the answers begin from; `undefined`: the production that they are to be like, or none. */
export const chosenTemplate = ({ templates }: FormBasis, answers: FormAnswers): FormTemplate | undefined =>
  answers.has("like")
    ? undefined
    : templates.length === 1
      ? templates[0]
      : templates.find(({ name }) => name === answers.get("template"));

/** What is wrong with the answers as the form alone knows it. */
export const faultsOfAnswers = (fields: readonly FormField[], answers: FormAnswers): readonly FormFault[] =>
  fields.flatMap((field): readonly FormFault[] => {
    const answer = answers.get(field.name);
    if (answer === undefined && isNeeded(field, answers))
      return [{ field: field.label, words: `an answer is missing: ${field.words}` }];
    const wrong = answer === undefined ? undefined : field.fault(answer);
    return wrong === undefined ? [] : [{ field: field.label, words: wrong }];
  });

const isNeeded = ({ required, place }: FormField, answers: FormAnswers): boolean =>
  required && place.at !== "step" && place.at !== "table" && !(place.at === "template" && answers.has("like"));

/**
 * The request that the answers are, written as \`shrek new\` writes one: the template with the answers in their places.
 * The same basis, answers and author give the same bytes. Answers without a fault, and a template that was chosen.
 */
export const writeRequest = (
  basis: FormBasis,
  template: FormTemplate,
  answers: FormAnswers,
  author: string,
): RequestWritten => {
  const fields = fieldsOfTemplate(basis, template);
  const elsewhere = formFields(basis).filter(
    ({ name, place, usual }) =>
      (place.at === "step" || place.at === "table") &&
      // A table stands in the form as the template has it.
      (answers.get(name) ?? usual) !== usual &&
      fields.every((one) => one.name !== name),
  );
  if (elsewhere.length > 0)
    return {
      kind: "wrong",
      faults: elsewhere.map(({ label }) => ({
        field: label,
        words: `${template.name} has no such step: leave it empty`,
      })),
    };
  if (template.beyond.length > 0)
    return wrong(`${template.name} has ${template.beyond.join(" and ")}, which the form cannot copy`);
  try {
    return written(basis, template, new Map([["contact", `@${author}`], ...answers]));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return wrong(`${template.name} cannot be filled in: ${error.message}`);
  }
};

const wrong = (words: string): RequestWritten => ({ kind: "wrong", faults: [{ field: undefined, words }] });

const written = (basis: FormBasis, template: FormTemplate, answers: FormAnswers): RequestWritten => {
  const { conventions, file } = basis;
  const fields = fieldsOfTemplate(basis, template);
  const head = new Map(
    fields.flatMap(({ name, place }) => {
      const answer = answers.get(name);
      const isHead = place.at === "contact" || (place.at === "request" && !isSoftware(name) && name !== "events");
      return isHead && answer !== undefined ? [[name, answer] as const] : [];
    }),
  );
  const home = dirname(file);
  const folder = join(home, folderName(conventions, new Map([...softwareOf(template, answers), ...head])));
  refuseFolder(folder);
  const filled = editYaml(
    withoutAskedMarks(
      fromTemplate(template.text, conventions, head),
      fields.flatMap(({ name, place, usual }) =>
        place.at === "table" && (answers.get(name) ?? usual) !== usual ? [place.file] : [],
      ),
    ),
    fields.flatMap((field) => editOf(field, answers)),
  );
  const request = textFile(join(folder, requestName), withSchemaLine(filled, folder, schemaPathOf(file)));
  const tables = new Map(
    fields.flatMap(({ name, place }) => {
      const answer = answers.get(name);
      return place.at === "table" && answer !== undefined ? [[place.file, `${answer}\n`] as const] : [];
    }),
  );
  const files = template.files.map((one): SourceFile => {
    const table = tables.get(one.path);
    const path = join(folder, one.path);
    return table === undefined ? { ...one, path } : textFile(path, table);
  });
  return {
    kind: "written",
    folder,
    files: [request, ...files].toSorted((a, b) => (a.path < b.path ? -1 : 1)),
    fieldAt: fieldFinder(request, fields, tables, folder),
  };
};

/** What a tag may take from the request. */
const softwareOf = (template: FormTemplate, answers: FormAnswers): readonly (readonly [string, string])[] =>
  (["build", "conditions"] as const).flatMap((name) => {
    const value = answers.get(name) ?? template[name];
    return value === undefined ? [] : [[name, value] as const];
  });

const isSoftware = (name: string): boolean => name === "build" || name === "conditions";

const editOf = (field: FormField, answers: FormAnswers): readonly (Edit & { readonly after?: string })[] => {
  const answer = answers.get(field.name);
  const { place } = field;
  if (answer === undefined) return [];
  if (place.at === "request" && isSoftware(field.name)) return [{ path: place.path, text: answer }];
  if (field.name === "events") return [{ path: ["events"], text: Number(moreEvents(answer)), after: "version" }];
  return place.at === "step" ? [{ path: place.path, text: place.isNumber ? Number(answer) : answer }] : [];
};

/** Of what the form asks for; what else a template marks stays for people. `tables`: with rows of the author's. */
const withoutAskedMarks = (text: string, tables: readonly string[]): string =>
  text
    .replace(/^((?:build|conditions|[ \t]+(?:jobs|eventsPerJob|parameters)):.*?)[ \t]+# CHANGE:[^"'\r\n]*$/gm, "$1")
    .replace(/^([ \t]+table: *(\S+))[ \t]+# CHANGE:.*$/gm, (line, before: string, file: string) =>
      tables.includes(file) ? before : line,
    );

/** Of the answers that begin before a place in its line, the last one. */
const fieldFinder = (
  request: SourceFile,
  fields: readonly FormField[],
  tables: ReadonlyMap<string, string>,
  folder: string,
) => {
  const read = readYaml(request.path, request.bytes);
  const { ofKey } = read.kind === "read" ? read.places : placesOfLine(1);
  const places = fields.flatMap(({ label, place }): readonly (Place & { readonly label: string })[] => {
    if (place.at === "contact") return [{ label, ...ofKey(["contact"]) }];
    return "path" in place ? [{ label, ...ofKey(place.path) }] : [];
  });
  return ({ file, line, col }: Pick<Problem, "file" | "line" | "col">): string | undefined => {
    const table = fields.find(({ place }) => place.at === "table" && join(folder, place.file) === file);
    if (table !== undefined) return tables.has(tableFile(table)) ? table.label : undefined;
    if (file !== request.path) return undefined;
    return places
      .filter((one) => one.line === line && one.col <= col)
      .toSorted((a, b) => a.col - b.col)
      .at(-1)?.label;
  };
};

const tableFile = ({ place }: FormField): string => (place.at === "table" ? place.file : "");
