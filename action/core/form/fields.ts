import type { Schema } from "@cfworker/json-schema";
import { moreEvents } from "../command/more-events.ts";
import { templateQuestions } from "../init/new-fields.ts";
import type { Path } from "../text/places.ts";
import { expectation, fitsRule } from "../text/rule.ts";
import type { FormBasis, FormStep, FormTemplate } from "./basis.ts";
import { numberFault, textFault } from "./plain-value.ts";

/** A question of the form, and the place of its answer in a request. */
export type FormField = {
  /** As `/shrek set` names it. */
  readonly name: string;
  /** As people read it: the heading of its answer in the issue. */
  readonly label: string;
  readonly words: string;
  readonly kind: "menu" | "line" | "table" | "notes";
  readonly choices: readonly string[];
  readonly required: boolean;
  /** What is there where nobody answers. */
  readonly usual: string | undefined;
  readonly place: FieldPlace;
  readonly fault: (answer: string) => string | undefined;
};

export type FieldPlace =
  /** Which template, or which production. */
  | { readonly at: "template" | "like" | "nowhere" }
  | { readonly at: "contact" }
  | { readonly at: "request"; readonly path: Path }
  /** A number, where the template has one. */
  | { readonly at: "step"; readonly step: string; readonly path: Path; readonly isNumber: boolean }
  | { readonly at: "table"; readonly step: string; readonly path: Path; readonly file: string };

/** The questions of all templates, in the order of the form. A step that two templates have is asked about once. */
export const formFields = (basis: FormBasis): readonly FormField[] => [
  ...(basis.templates.length > 1 ? [templateField(basis)] : []),
  ...requestFields(basis),
  ...onceEachName(basis.templates.flatMap((template) => stepFields(template))),
  likeField,
  notesField,
];

/** The questions of one template, or of the production that the new one is like. */
export const fieldsOfTemplate = (basis: FormBasis, template: FormTemplate): readonly FormField[] => [
  ...requestFields(basis),
  ...stepFields(template),
];

const onceEachName = (fields: readonly FormField[]): readonly FormField[] => [
  ...new Map(fields.map((field) => [field.name, field])).values(),
];

const requestFields = (basis: FormBasis): readonly FormField[] => [
  ...templateQuestions(basis.conventions).map(({ name, words, choices, fault }): FormField => {
    const isTag = Object.hasOwn(basis.conventions.tag.fields, name);
    const isMenu = choices !== undefined && choices.length > 0 && !choices.some(isReserved);
    return {
      name,
      label: isTag ? name : name === "contact" ? "Contact" : "Description",
      words:
        name === "contact"
          ? "A GitHub login with @; you, where you leave it empty"
          : ((isTag ? described(basis.conventions.tag.fields[name] as Schema) : undefined) ?? inWords(words)),
      kind: isMenu ? "menu" : "line",
      choices: isMenu ? [...new Set(choices)] : [],
      required: name !== "contact",
      usual: undefined,
      place: name === "contact" ? { at: "contact" } : { at: "request", path: isTag ? ["tag", name] : [name] },
      fault: (answer) => textFault(answer, "any") ?? fault(answer),
    };
  }),
  softwareField(basis, "build", "Build"),
  softwareField(basis, "conditions", "Conditions"),
  eventsField,
];

/** One line of text, which may stay empty. */
const line = { kind: "line", choices: [], required: false, usual: undefined } as const;

const eventsField: FormField = {
  name: "events",
  label: "Events wanted",
  words: "How many in all, such as 5000000 or 2M; the status counts what is delivered of them",
  ...line,
  place: { at: "request", path: ["events"] },
  fault: (answer) =>
    typeof moreEvents(answer) === "number" ? undefined : `"${answer}" is not a whole number, such as 500k or 2M`,
};

/** GitHub keeps this choice for itself (Common validation errors when creating issue forms). */
const isReserved = (choice: string): boolean => choice.trim() === "" || /^none$/i.test(choice.trim());

/** A menu shows its values itself. */
const described = ({ description }: Schema): string | undefined => description;

const inWords = (words: string): string => words.replace(/^expected: /, "");

const softwareField = (
  { conventions, templates }: FormBasis,
  name: "build" | "conditions",
  label: string,
): FormField => {
  const rule = conventions.software?.[name] as Schema | undefined;
  const listed = Array.isArray(rule?.enum) ? [...new Set(rule.enum.map(String))] : [];
  const isMenu = listed.length > 0 && !listed.some(isReserved);
  const usual = [...new Set(templates.flatMap((template) => template[name] ?? []))];
  return {
    name,
    label,
    words: `${inWords(expectation(rule) ?? (name === "build" ? "the software release" : "the global tag"))}; as in the template, where you leave it empty`,
    kind: isMenu ? "menu" : "line",
    choices: isMenu ? listed : [],
    required: false,
    usual: usual.length === 1 ? usual[0] : undefined,
    place: { at: "request", path: [name] },
    fault: (answer) =>
      textFault(answer, "plain") ??
      (rule === undefined || fitsRule(rule, answer)
        ? undefined
        : `"${answer}" is not a ${name} that is known here; ${expectation(rule) ?? ""}`),
  };
};

const stepFields = (template: FormTemplate): readonly FormField[] =>
  template.steps.flatMap((step) => [
    ...numberField(step, { key: "jobs", label: `Jobs of ${step.name}`, words: "how many jobs", most: 100_000 }),
    ...numberField(step, {
      key: "eventsPerJob",
      label: `Events of each job of ${step.name}`,
      words: "how many events a job makes",
      most: 1_000_000_000,
    }),
    ...[...step.parameters].map(([key, usual]) => parameterField(step, key, usual)),
    ...tableField(template, step),
  ]);

type NumberAsked = {
  readonly key: "jobs" | "eventsPerJob";
  readonly label: string;
  readonly words: string;
  readonly most: number;
};

const numberField = (step: FormStep, { key, label, words, most }: NumberAsked): readonly FormField[] => {
  const usual = step[key];
  if (usual === undefined) return [];
  return [
    {
      name: `${step.name}.${key}`,
      label,
      words: `${words}; ${usual}, where you leave it empty`,
      ...line,
      usual: String(usual),
      place: { at: "step", step: step.name, path: ["steps", step.name, key], isNumber: true },
      fault: (answer) => numberFault(answer, { least: 1, most }),
    },
  ];
};

const parameterField = (step: FormStep, key: string, usual: string | number): FormField => ({
  name: `${step.name}.${key}`,
  label: `${key} of ${step.name}`,
  words: `${usual}, where you leave it empty`,
  ...line,
  usual: String(usual),
  place: {
    at: "step",
    step: step.name,
    path: ["steps", step.name, "parameters", key],
    isNumber: typeof usual === "number",
  },
  fault: (answer) => (typeof usual === "number" ? numberFault(answer) : textFault(answer, "plain")),
});

const tableField = (template: FormTemplate, step: FormStep): readonly FormField[] => {
  const { table } = step;
  const file = template.files.find(({ path }) => path === table);
  if (table === undefined || file === undefined) return [];
  return [
    {
      name: `${step.name}.table`,
      label: `Samples of ${step.name}`,
      words: "one job a row; the first row names the columns, and stays as it is",
      kind: "table",
      choices: [],
      required: true,
      usual: new TextDecoder().decode(file.bytes).trimEnd(),
      place: { at: "table", step: step.name, path: ["steps", step.name, "table"], file: table },
      fault: (answer) => tableFault(answer, new TextDecoder().decode(file.bytes)),
    },
  ];
};

const maxFormRows = 1000;
/** Cells are as plain as parameters are; a table that needs more comes by a pull request. */
const tableFault = (answer: string, template: string): string | undefined => {
  const [head = "", ...rows] = answer.split("\n").map((line) => line.trim());
  const wanted = (template.split(/\r?\n/)[0] ?? "").trim();
  if (head !== wanted) return `its first row is "${head}" and has to be "${wanted}"`;
  if (rows.length === 0) return "there is no row below the names of its columns";
  if (rows.length > maxFormRows) return `it has ${rows.length} rows; at most ${maxFormRows} are taken by the form`;
  const columns = wanted.split(",").length;
  for (const [index, row] of rows.entries()) {
    const cells = row.split(",");
    if (cells.length !== columns) return `its row ${index + 1} has ${cells.length} columns, and ${columns} are named`;
    const fault = cells.map((cell) => textFault(cell.trim(), "plain")).find((one) => one !== undefined);
    if (fault !== undefined) return `row ${index + 1}: ${fault}`;
  }
  return undefined;
};

const templateField = ({ templates, conventions }: FormBasis): FormField => {
  const names = templates.map(({ name }) => name);
  return {
    name: "template",
    label: "Template",
    words: names.map((name) => `${name}: ${conventions.templates?.[name]?.description ?? ""}`).join("; "),
    kind: "menu",
    choices: names,
    required: true,
    usual: undefined,
    place: { at: "template" },
    fault: (answer) =>
      names.includes(answer) ? undefined : `"${answer}" is not a template; there are ${names.join(", ")}`,
  };
};

const likeField: FormField = {
  name: "like",
  label: "Like",
  words: "a production that exists, such as TAG or TAG@VERSION: the new one begins as its copy, and not as a template",
  ...line,
  place: { at: "like" },
  fault: (answer) =>
    /^[A-Za-z0-9][A-Za-z0-9._-]*(@[A-Za-z0-9][A-Za-z0-9._-]*)?$/.test(answer) && answer.length <= 200
      ? undefined
      : `"${answer}" is not the name of a production, such as TAG or TAG@VERSION`,
};

/** Nothing of it is read, so it comes last: what looks like another answer in it is none. */
const notesField: FormField = {
  name: "notes",
  label: "Notes",
  words: "what people should know; SHREK does not read it",
  kind: "notes",
  choices: [],
  required: false,
  usual: undefined,
  place: { at: "nowhere" },
  fault: () => undefined,
};
