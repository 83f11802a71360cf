import type { Schema } from "@cfworker/json-schema";
import type { Conventions } from "../../conventions/conventions.ts";
import { fieldsOf } from "../../conventions/template.ts";
import { firstVersion } from "../../conventions/version-pattern.ts";
import { editYaml } from "../../text/edit-yaml.ts";
import { isMapping } from "../../text/mapping.ts";
import { readYaml } from "../../text/read-yaml.ts";
import { fitsRule, valuesByRule } from "../../text/rule.ts";
import { type SourceFile, textFile } from "../../text/source-file.ts";
import { type ImportedTag, importedTag } from "../imported-tag.ts";
import type { Draft } from "../written-lines.ts";
import type { JobList, ListedJob } from "./read-job-list.ts";

/** The first line of a list of jobs, and of the table of the template that is filled in. */
export const jobColumns = "file,ext,nevents,chunk";

/** A request whose step has such a table; the paths of its other files are relative to its folder. */
export type JobsTemplate = { readonly text: string; readonly table: string; readonly files: readonly SourceFile[] };

type ListOfJobs = Pick<JobList, "jobs" | "events"> & {
  readonly name: string;
  readonly conventions: Conventions;
  readonly template: JobsTemplate;
};

/** The template with the list as its table. What the list does not say stays marked. */
export const draftJobs = ({ name, jobs, events, conventions, template }: ListOfJobs, turn: number): Draft => {
  const tag = importedTag(conventions, fieldsInName(conventions, name), ["epic", "RECO", "simulation"], turn);
  const filled = editYaml(template.text, [
    ...Object.entries(tag.fields).map(([field, text]) => ({ path: ["tag", field], text })),
    ...softwareEdits(conventions, template.text),
    { path: ["version"], text: firstVersion(conventions) },
    { path: ["description"], text: `Chunks of ${name}` },
    ...(events === undefined ? [] : [{ path: ["events"], text: events, after: "version" }]),
  ]);
  return {
    tag: Object.values(tag.fields).join(" "),
    problems: [],
    files: [
      ...template.files.filter(({ path }) => path !== template.table),
      textFile(template.table, tableText(jobs)),
    ].toSorted((a, b) => (a.path < b.path ? -1 : 1)),
    lines: withoutSaidMarks(filled, tag)
      .trimEnd()
      .split("\n")
      .map((text) => ({ text })),
  };
};

const withoutSaidMarks = (text: string, { unsure }: ImportedTag): string =>
  text.replace(
    unsure.length === 0
      ? /^((?:tag|description|[ \t]+table):.*?)[ \t]+# CHANGE:.*$/gm
      : /^((?:description|[ \t]+table):.*?)[ \t]+# CHANGE:.*$/gm,
    "$1",
  );

/** Where the conventions know no such software as the template names, what they know. */
const softwareEdits = ({ software, releases }: Conventions, text: string) => {
  const read = readYaml("production.yaml", new TextEncoder().encode(text));
  const written = read.kind === "read" && isMapping(read.value) ? read.value : {};
  return (["build", "conditions"] as const).flatMap((key) => {
    const [rule, ofReleases] = [software?.[key] as Schema | undefined, releases?.[key] as Schema | undefined];
    const fits = (one: string): boolean =>
      (rule === undefined || fitsRule(rule, one)) && (ofReleases === undefined || fitsRule(ofReleases, one));
    const now = written[key];
    const known = rule === undefined ? undefined : valuesByRule(rule).find(fits);
    return typeof now !== "string" || fits(now) || known === undefined ? [] : [{ path: [key], text: known }];
  });
};

const tableText = (jobs: readonly ListedJob[]): string =>
  [jobColumns, ...jobs.map(({ file, ext, nevents, chunk }) => `${file},${ext},${nevents},${chunk}`), ""].join("\n");

type FoundField = {
  readonly name: string;
  readonly rule: Schema;
  /** Of the part that it is, where its rule takes one or two of them; `rest`: it has what others leave. */
  readonly at: number | "rest" | undefined;
};

/**
 * What the name of a list says of the tag: `pythia8.316-1.0_NC_noRad_ep_10x100_q2_1to10.csv`. A field whose rule takes
 * few parts of the name is its first one; between them stand the words of the others, joined by a hyphen. What does not
 * fit its rule is not said.
 */
export const fieldsInName = (
  { tag: { template, fields } }: Conventions,
  name: string,
): Readonly<Record<string, string>> => {
  const parts = name
    .replace(/\.csv$/, "")
    .replaceAll("+", "plus")
    .replaceAll("=", "-")
    .split("_");
  const known = fieldsOf(template).filter((field) => Object.hasOwn(fields, field));
  const taken = new Set<number>();
  const found = known.map((field): FoundField => {
    const rule = fields[field] as Schema;
    const fitting = parts.flatMap((part, index) => (fitsRule(rule, part) ? [index] : []));
    const own = fitting.find((index) => !taken.has(index));
    if (fitting.length > 2) return { name: field, rule, at: "rest" };
    if (own !== undefined) taken.add(own);
    return { name: field, rule, at: own };
  });
  const owners = parts.map((_, index) => ownerOf(found, index));
  return Object.fromEntries(
    found.flatMap((field) => {
      const value = parts.filter((_, index) => owners[index] === field).join("-");
      return value !== "" && fitsRule(field.rule, value) ? [[field.name, value]] : [];
    }),
  );
};

/** The last field for what is left before which all stand that the tag has before it; else the part's neighbour. */
const ownerOf = (fields: readonly FoundField[], index: number): FoundField | undefined => {
  const placed = fields.flatMap((field) => (typeof field.at === "number" ? [{ field, at: field.at }] : []));
  const own = placed.find(({ at }) => at === index);
  const free = fields.findLast(
    ({ at }, place) =>
      at === "rest" && fields.slice(0, place).every((before) => typeof before.at !== "number" || before.at < index),
  );
  const before = placed.filter(({ at }) => at < index).toSorted((a, b) => b.at - a.at)[0];
  const after = placed.filter(({ at }) => at > index).toSorted((a, b) => a.at - b.at)[0];
  return own?.field ?? free ?? (before ?? after)?.field;
};
