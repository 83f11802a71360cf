import type { FormField } from "./fields.ts";

/** What is wrong, in the words of the form; `field` is a label. */
export type FormFault = { readonly field: string | undefined; readonly words: string };

export type FormAnswers = ReadonlyMap<string, string>;

export type IssueRead = { readonly answers: FormAnswers; readonly faults: readonly FormFault[] };

/** GitHub takes no longer body. */
const maxIssueLength = 65_536;
const empty = /^(_No response_|None)$/;

/**
 * The answers in the body of an issue, as GitHub writes them: `### LABEL`, an empty line, the answer. Whoever edits the
 * body may write anything: a heading that stands twice, or an answer of several lines where one is asked for, is a
 * fault and never a guess. Nothing behind the heading of the notes is read.
 */
export const readIssue = (body: string, fields: readonly FormField[]): IssueRead => {
  if (body.length > maxIssueLength)
    return { answers: new Map(), faults: [{ field: undefined, words: "the issue is longer than GitHub lets one be" }] };
  const sections = sectionsOf(body, fields);
  const answers = new Map<string, string>();
  const faults: FormFault[] = [];
  for (const field of fields) {
    const written = sections.get(field) ?? [];
    const [first = [], second] = written;
    if (second !== undefined) {
      const words = `the heading "${field.label}" stands ${written.length} times in the issue; leave one of them`;
      faults.push({ field: field.label, words });
    } else {
      const answer = field.kind === "table" ? tableIn(first) : field.kind === "notes" ? "" : lineIn(first);
      if (answer === undefined) faults.push({ field: field.label, words: "it has several lines, and is to be one" });
      else if (answer !== "" && !empty.test(answer)) answers.set(field.name, answer);
    }
  }
  return { answers, faults };
};

type Sections = ReadonlyMap<FormField, readonly (readonly string[])[]>;

const sectionsOf = (body: string, fields: readonly FormField[]): Sections => {
  const byHeading = new Map(fields.map((field) => [`### ${field.label}`, field]));
  const sections = new Map<FormField, string[][]>();
  let lines: string[] | undefined;
  let isNotes = false;
  for (const line of body.split(/\r\n|\r|\n/)) {
    const found = byHeading.get(line.trimEnd());
    // Notes that stand twice hide answers between them, or are forged.
    const field: FormField | undefined = isNotes && found?.kind !== "notes" ? undefined : found;
    if (field === undefined) {
      lines?.push(line);
      continue;
    }
    lines = [];
    sections.set(field, [...(sections.get(field) ?? []), lines]);
    isNotes ||= field.kind === "notes";
  }
  return sections;
};

/** `undefined`: there are several lines. */
const lineIn = (lines: readonly string[]): string | undefined => {
  const [first = "", ...others] = lines.map((line) => line.trim()).filter((line) => line !== "");
  return others.length > 0 ? undefined : first;
};

/** GitHub puts a table into a block of code; who edits it may leave that out, or write a table of Markdown. */
const tableIn = (lines: readonly string[]): string =>
  lines
    .map((line) => line.trim())
    .filter((line) => line !== "" && !/^(`{3,}|~{3,})[a-z]*$/.test(line) && !/^\|?[\s:|-]*-[\s:|-]*\|?$/.test(line))
    .map((line) => (line.startsWith("|") ? rowOfMarkdown(line) : line))
    .join("\n");

const rowOfMarkdown = (line: string): string =>
  line
    .replace(/^\||\|$/g, "")
    .split("|")
    .map((cell) => cell.trim())
    .join(",");
