import { dirname } from "node:path/posix";
import type { Schema } from "@cfworker/json-schema";
import { isMap, isScalar, parseDocument } from "yaml";
import type { Conventions } from "../conventions/conventions.ts";
import { readConventions } from "../conventions/read-conventions.ts";
import { fieldsOf, fillTemplate } from "../conventions/template.ts";
import { firstVersion } from "../conventions/version-pattern.ts";
import { Failure } from "../problems/failure.ts";
import { formatProblem } from "../problems/problem.ts";
import { requestSchema } from "../request/schema.ts";
import { editYaml } from "../text/edit-yaml.ts";
import { suggestName } from "../text/nearest-name.ts";
import { expectation, fitsRule } from "../text/rule.ts";
import { type ConventionsFile, isPassedOver, productionsFolder } from "../text/source-file.ts";

export type FieldAnswers = ReadonlyMap<string, string>;

/** `FIELD=VALUE`, as a person writes it in a terminal. */
export const parseFields = (written: readonly string[], questions: readonly TemplateQuestion[]): FieldAnswers => {
  const known = questions.map(({ name }) => name);
  return new Map(
    written.map((one) => {
      const [, name = one, value] = /^([^=]*)=(.*)$/s.exec(one) ?? [];
      if (value === undefined || !known.includes(name))
        throw new Failure(`"${one}" does not set a field.`, {
          wayOut: `Write FIELD=VALUE; ${suggestName(name, known) ?? `fields are ${known.join(", ")}`}`,
        });
      return [name, value] as const;
    }),
  );
};

export const faultsOf = (questions: readonly TemplateQuestion[], given: FieldAnswers): readonly string[] =>
  questions.flatMap(({ name, fault }) => {
    const answer = given.get(name);
    const wrong = answer === undefined ? undefined : fault(answer);
    return wrong === undefined ? [] : [`${name}: ${wrong}`];
  });

export const missingField = ({ name, words }: TemplateQuestion): string => `${name}=... is missing: ${words}`;

export const missingTemplate = ({ templates = {} }: Conventions): string => {
  const known = Object.entries(templates).map(([name, { description }]) => `\n  ${name}: ${description}`);
  return known.length === 0 ? "The conventions name no templates." : `--template NAME is missing:${known.join("")}`;
};

/** A production's folder where none is named: its tag, without what nobody knows yet. */
export const folderName = ({ tag }: Conventions, answers: FieldAnswers): string => {
  const open = fieldsOf(tag.template).filter((name) => !answers.has(name));
  const known = open.reduce((rest, name) => rest.replace(new RegExp(`\\{${name}\\}[._-]?`), ""), tag.template);
  return fillTemplate(known, Object.fromEntries(answers))
    .replaceAll(/[^A-Za-z0-9._-]/g, "")
    .replace(/[._-]+$/, "");
};

/** A folder that nobody looks into, or that people cannot type, would hold a production that is never submitted. */
export const refuseFolder = (folder: string): void => {
  const passed = folder === "." ? undefined : folder.split("/").find(isPassedOver);
  if (passed !== undefined)
    throw new Failure(`SHREK does not search ${passed} for productions, so ${folder} would never be submitted.`, {
      wayOut: "Choose a name other than node_modules that does not begin with _ or .",
    });
  if (/[\s\p{Cc}\p{Cf}]/u.test(folder))
    throw new Failure(`The name of the folder ${JSON.stringify(folder)} has blanks or control characters.`, {
      wayOut: "Use letters, digits, dots, dashes and underscores.",
    });
};

/** What an author is asked for a new production. */
export type TemplateQuestion = {
  readonly name: string;
  readonly words: string;
  /** The only answers there are, where the conventions list them. */
  readonly choices: readonly string[] | undefined;
  readonly usual?: string;
  /** What is wrong with an answer, in the author's words. */
  readonly fault: (answer: string) => string | undefined;
};

export const templateQuestions = (conventions: Conventions): readonly TemplateQuestion[] => [
  ...Object.entries(conventions.tag.fields).map(([name, rule]) => fieldQuestion(name, rule as Schema, conventions)),
  {
    name: "description",
    words: "one line that describes the production",
    choices: undefined,
    fault: (answer) =>
      answer.trim() === "" || answer.length > 500 ? "write one line of at most 500 characters" : undefined,
  },
  {
    name: "contact",
    words: "contact persons, such as @some-user",
    choices: undefined,
    fault: (answer) => (contact.test(answer) ? undefined : `"${answer}" is not ${contactRule["x-expects"]}`),
  },
];

const contactRule = requestSchema.properties.contact.items;
const contact = new RegExp(contactRule.pattern);

const fieldQuestion = (name: string, rule: Schema, { experiment }: Conventions): TemplateQuestion => ({
  name,
  words: expectation(rule) ?? `the ${name} of the tag`,
  choices: Array.isArray(rule.enum) ? rule.enum.map(String) : undefined,
  fault: (answer) =>
    fitsRule(rule, answer) ? undefined : `"${answer}" is not a ${name} of ${experiment}; ${expectation(rule) ?? ""}`,
});

/** The template with the answers in their places and without their marks; its other comments and all else stay. */
export const fromTemplate = (text: string, conventions: Conventions, answers: ReadonlyMap<string, string>): string => {
  const place = (name: string): readonly (string | number)[] =>
    name === "contact" ? ["contact", 0] : name === "description" ? [name] : ["tag", name];
  // A field that the conventions got after the template was written goes after one that the template has.
  const tag = parseDocument(text).get("tag");
  const after = isMap(tag) && isScalar(tag.items[0]?.key) ? String(tag.items[0].key.value) : undefined;
  const edits = [...answers].map(([name, answer]) => ({
    path: place(name),
    text: answer,
    ...(after === undefined || place(name)[0] !== "tag" ? {} : { after }),
  }));
  return withoutMarks(editYaml(text, [...edits, { path: ["version"], text: firstVersion(conventions) }]));
};

const withoutMarks = (text: string): string =>
  text.replace(/^((?:tag|description|contact):.*?)[ \t]+# CHANGE:[^"'\r\n]*$/gm, "$1");

/** Where a new production will be: in `output`, or else beside the conventions that hold where its author is. */
type NewPlace = { readonly output: string | undefined; readonly here: string };

export type ConventionsFound = {
  readonly home: string;
  readonly conventions: Conventions;
  readonly file: ConventionsFile;
};

/** The conventions of a production that is not written yet. `above`: the nearest in a folder or above it. */
export const conventionsFor = (
  above: (folder: string) => ConventionsFile | undefined,
  { output, here }: NewPlace,
): ConventionsFound => {
  const found = above(output === undefined ? here : dirname(output)) ?? above(productionsFolder);
  if (found === undefined)
    throw new Failure("There is no conventions.yaml in a folder above.", {
      wayOut: "Change to where productions live.",
    });
  const read = readConventions(found.file, found.bytes);
  if (read.kind === "unreadable")
    throw new Failure(`${found.file} cannot be used.`, { wayOut: read.problems.map(formatProblem).join("\n") });
  return { home: dirname(found.file), conventions: read.conventions, file: found };
};
