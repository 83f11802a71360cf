import type { FormBasis, FormTemplate } from "./basis.ts";
import { type FormField, fieldsOfTemplate, formFields } from "./fields.ts";
import { type FormAnswers, type FormFault, readIssue } from "./read-issue.ts";
import { settingsIn } from "./settings.ts";
import { chosenTemplate, faultsOfAnswers, type RequestWritten, writeRequest } from "./write-request.ts";

/** All that an issue says: its body, and the comments that count, oldest first. */
export type FormIssue = { readonly author: string; readonly body: string; readonly comments: readonly string[] };

/** The production that the new one is to be like, TAG or TAG@VERSION, by the last word on it. */
export const likeNamed = (basis: FormBasis, issue: FormIssue): string | undefined => {
  const like = answersOf(issue, formFields(basis)).answers.get("like");
  return like === undefined ||
    formFields(basis)
      .find(({ name }) => name === "like")
      ?.fault(like) !== undefined
    ? undefined
    : like;
};

/** The request that an issue is, or what is wrong with it. `like`: the production that `likeNamed` names. */
export const formRequest = (basis: FormBasis, issue: FormIssue, like: FormTemplate | undefined): RequestWritten => {
  const first = answersOf(issue, formFields(basis)).answers;
  const template = first.has("like") ? like : chosenTemplate(basis, first);
  const fields = [
    ...new Map(
      [...formFields(basis), ...(template === undefined ? [] : fieldsOfTemplate(basis, template))].map((one) => [
        one.name,
        one,
      ]),
    ).values(),
  ];
  const { answers, faults } = answersOf(issue, fields, template && fieldsOfTemplate(basis, template));
  const all = [
    ...faults,
    ...faultsOfAnswers(fields, answers),
    ...(template === undefined && answers.has("like") && faults.length === 0 ? [notThere(answers)] : []),
  ];
  if (template === undefined || all.length > 0) return { kind: "wrong", faults: distinct(all) };
  return writeRequest(basis, template, answers, issue.author);
};

const notThere = (answers: FormAnswers): FormFault => ({
  field: "Like",
  words: `main has no production ${answers.get("like")}: write TAG, or TAG@VERSION with the version that main has`,
});

/** A line of a person wrong twice is reported once. */
const distinct = (faults: readonly FormFault[]): readonly FormFault[] => [
  ...new Map(faults.map((fault) => [`${fault.field ?? ""}\n${fault.words}`, fault])).values(),
];

/** The body's answers, with what comments set over them. `own`: the fields of the template alone, which short names mean. */
const answersOf = (
  { body, comments }: FormIssue,
  fields: readonly FormField[],
  own: readonly FormField[] = [],
): { readonly answers: FormAnswers; readonly faults: readonly FormFault[] } => {
  const { answers, faults } = readIssue(body, fields);
  const fromComments = comments.map((comment) => settingsIn(comment, fields, own));
  const all = new Map(answers);
  for (const [name, value] of fromComments.flatMap(({ settings }) => settings))
    if (value === "") all.delete(name);
    else all.set(name, value);
  return { answers: all, faults: [...faults, ...fromComments.flatMap((one) => one.faults)] };
};
