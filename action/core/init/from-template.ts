import type { Schema } from "@cfworker/json-schema";
import { isMap, isScalar, parseDocument } from "yaml";
import type { Conventions } from "../conventions/conventions.ts";
import { firstVersion } from "../conventions/version-pattern.ts";
import { requestSchema } from "../request/schema.ts";
import { editYaml } from "../text/edit-yaml.ts";
import { expectation, fitsRule } from "../text/rule.ts";

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
