import { basename, dirname, join, relative } from "node:path/posix";
import type { Conventions } from "../conventions/conventions.ts";
import { readConventions } from "../conventions/read-conventions.ts";
import { Failure } from "../problems/failure.ts";
import { formatProblem } from "../problems/problem.ts";
import { isMapping, type Mapping } from "../text/mapping.ts";
import { readYaml } from "../text/read-yaml.ts";
import { requestName, type SourceFile } from "../text/source-file.ts";

/** A template, or a production that another shall be like. */
export type FormTemplate = {
  /** As the conventions name it, or the folder of the production. */
  readonly name: string;
  readonly text: string;
  readonly steps: readonly FormStep[];
  /** Its files beside the request; paths relative to its folder. */
  readonly files: readonly SourceFile[];
  /** What of it nobody can say in a form. */
  readonly beyond: readonly string[];
  readonly build: string | undefined;
  readonly conditions: string | undefined;
};

export type FormStep = {
  readonly name: string;
  readonly jobs: number | undefined;
  readonly eventsPerJob: number | undefined;
  readonly parameters: ReadonlyMap<string, string | number>;
  /** The CSV file of its rows, in its folder. */
  readonly table: string | undefined;
};

/** What a form is made from: the conventions furthest up, and the templates that they name. */
export type FormBasis = {
  /** `productions/conventions.yaml` */
  readonly file: string;
  readonly conventions: Conventions;
  readonly templates: readonly FormTemplate[];
};

/** The conventions that a form is made from. `bytes`: `undefined` where there is no such file. */
export const conventionsOfForm = (file: string, bytes: Uint8Array | undefined): Conventions => {
  if (bytes === undefined) throw new Failure(`${file} does not exist.`, { wayOut: "`shrek init` writes it." });
  const read = readConventions(file, bytes);
  if (read.kind === "unreadable")
    throw new Failure(`${file} cannot be used.`, { wayOut: read.problems.map(formatProblem).join("\n") });
  if (Object.keys(read.conventions.templates ?? {}).length === 0)
    throw new Failure(`${file} names no templates, and the form is made of them.`, {
      wayOut: "Add `templates: { NAME: { folder: _templates/NAME, description: what it is for } }`.",
    });
  return read.conventions;
};

/** Where the templates of conventions are. */
export const templateFolders = (
  file: string,
  { templates = {} }: Conventions,
): readonly { readonly name: string; readonly folder: string }[] =>
  Object.entries(templates).map(([name, { folder }]) => ({ name, folder: join(dirname(file), folder) }));

/** The files that a form shows: requests, and the tables that they name. Paths from the top. */
export const shownFiles = (folder: string, request: Uint8Array): readonly string[] =>
  formTemplate("", folder, [{ path: join(folder, requestName), mode: "100644", bytes: request }]).steps.flatMap(
    ({ table }) => (table === undefined ? [] : [join(folder, table)]),
  );

/** `files`: all of the folder. */
export const formTemplate = (name: string, folder: string, files: readonly SourceFile[]): FormTemplate => {
  const path = join(folder, requestName);
  const request = files.find((file) => file.path === path);
  if (request === undefined)
    throw new Failure(`${path} does not exist.`, {
      wayOut: "Correct `templates` in the conventions, or add the folder.",
    });
  const read = readYaml(path, request.bytes);
  if (read.kind === "unreadable")
    throw new Failure(`${path} cannot be read.`, { wayOut: read.problems.map(formatProblem).join("\n") });
  const value = mappingOf(read.value);
  return {
    name,
    text: new TextDecoder().decode(request.bytes),
    steps: Object.entries(mappingOf(value["steps"])).map(([step, one]) => stepOf(step, mappingOf(one))),
    files: files.flatMap((file) => (file === request ? [] : [{ ...file, path: relative(folder, file.path) }])),
    beyond: beyondForms.filter((key) => Object.hasOwn(value, key)),
    build: textIn(value["build"]),
    conditions: textIn(value["conditions"]),
  };
};

/** They belong to the one production that says them, or make several of one request. */
const beyondForms = ["variants", "runs", "supersedes", "acknowledge"] as const;

const stepOf = (name: string, step: Mapping): FormStep => ({
  name,
  jobs: numberIn(step["jobs"]),
  eventsPerJob: numberIn(step["eventsPerJob"]),
  parameters: new Map(
    Object.entries(mappingOf(step["parameters"])).flatMap(([key, value]) =>
      typeof value === "string" || typeof value === "number" ? [[key, value] as const] : [],
    ),
  ),
  table: ownTable(textIn(step["table"])),
});

/** One that is shared belongs to others too. */
const ownTable = (table: string | undefined): string | undefined =>
  table === undefined || table.startsWith("shared:") || basename(table) !== table ? undefined : table;

const mappingOf = (value: unknown): Mapping => (isMapping(value) ? value : {});
const numberIn = (value: unknown): number | undefined => (typeof value === "number" ? value : undefined);
const textIn = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
