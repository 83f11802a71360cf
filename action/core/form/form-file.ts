import { stringify } from "yaml";
import { formLabel } from "../command/form-names.ts";
import { formPath } from "../init/paths.ts";
import { type SourceFile, textFile } from "../text/source-file.ts";
import type { FormBasis } from "./basis.ts";
import { type FormField, formFields } from "./fields.ts";

/** GitHub's form, as its documents want it (Syntax for issue forms, Syntax for GitHub's form schema). */
export const formFile = (basis: FormBasis): SourceFile =>
  textFile(
    formPath,
    `# Made by \`shrek init --with form\` from ${basis.file} and its templates; \`shrek schema --write\` makes it anew.\n${stringify(
      formOf(basis),
      // GitHub reads YAML 1.1, in which \`no\` and \`on\` are no texts.
      { version: "1.1", lineWidth: 0 },
    )}`,
  );

const formOf = (basis: FormBasis) => ({
  name: "Request a production",
  description: `A production of ${basis.conventions.experiment}, without YAML and without git`,
  title: "Production: ",
  labels: [formLabel],
  body: [
    {
      type: "markdown",
      attributes: {
        value:
          "A pull request is made of your answers, and its plan is shown in the issue. Edit the issue to change an answer; close it, and nothing is made.",
      },
    },
    ...formFields(basis).map(elementOf),
  ],
});

const elementOf = (field: FormField) => ({
  type: { menu: "dropdown", line: "input", table: "textarea", notes: "textarea" }[field.kind],
  id: field.name.replaceAll(/[^A-Za-z0-9_-]/g, "-"),
  attributes: {
    label: field.label,
    description: field.words,
    ...(field.kind === "menu" ? { options: field.choices } : {}),
    ...(field.kind === "line" && field.usual !== undefined ? { placeholder: field.usual } : {}),
    ...(field.kind === "table" ? { value: `${field.usual ?? ""}\n`, render: "csv" } : {}),
  },
  validations: { required: field.required && !isOfOneTemplate(field) },
});

/** GitHub would ask for it whatever template is chosen. */
const isOfOneTemplate = ({ place }: FormField): boolean => place.at === "table" || place.at === "step";
