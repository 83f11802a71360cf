import { dirname, join, relative } from "node:path/posix";
import type { Conventions } from "../core/conventions/conventions.ts";
import { nearestSchema, withSchemaLine } from "../core/editor/editor-schema.ts";
import {
  conventionsFor,
  type FieldAnswers,
  faultsOf,
  folderName,
  fromTemplate,
  missingField,
  missingTemplate,
  parseFields,
  refuseFolder,
  type TemplateQuestion,
  templateQuestions,
} from "../core/init/new-fields.ts";
import { Failure } from "../core/problems/failure.ts";
import { type Problem, refuses } from "../core/problems/problem.ts";
import { type ProductionSource, requestName, type SourceFile, textFile } from "../core/text/source-file.ts";
import type { Bash } from "../ports/bash.ts";
import type { Snapshot } from "../ports/snapshot.ts";
import { statusesAround } from "./validation/on-tree.ts";
import { validateSources } from "./validation/validate-sources.ts";

type NewPorts = {
  readonly snapshot: Snapshot;
  readonly bash: Bash;
  /** The nearest conventions in this folder or above it. */
  readonly conventionsAbove: (folder: string) => ProductionSource["conventions"];
  readonly isThere: (folder: string) => Promise<boolean>;
  /** The production with other bytes for its request, and what those name. */
  readonly withBytes: (source: ProductionSource, bytes: Uint8Array) => Promise<ProductionSource>;
  /** `undefined`: there is no terminal. */
  readonly ask: ((questions: readonly TemplateQuestion[]) => Promise<FieldAnswers>) | undefined;
};

/** A person's answers about the new production. Folders count from the repository's top. */
export type NewOptions = {
  readonly template: string | undefined;
  /** `FIELD=VALUE`. */
  readonly fields: readonly string[];
  readonly output: string | undefined;
  readonly here: string;
};

export type NewProduction =
  | { readonly kind: "incomplete"; readonly missing: readonly string[] }
  | { readonly kind: "refused"; readonly problems: readonly Problem[] }
  | {
      readonly kind: "made";
      readonly source: ProductionSource;
      readonly files: readonly SourceFile[];
      readonly problems: readonly Problem[];
    };

/** A production from a template of the conventions and answers; validated, and not written yet. */
export const makeNew = async (ports: NewPorts, options: NewOptions): Promise<NewProduction> => {
  if (options.output !== undefined) refuseFolder(options.output);
  const { home, conventions, file } = conventionsFor(ports.conventionsAbove, options);
  const questions = templateQuestions(conventions);
  const given = parseFields(options.fields, questions);
  const faults = faultsOf(questions, given);
  const open = questions.filter(({ name }) => !given.has(name));
  const chosen = await chooseTemplate(ports, conventions, options.template);
  if (faults.length > 0 || chosen === undefined || (open.length > 0 && ports.ask === undefined)) {
    const template = chosen === undefined ? [missingTemplate(conventions)] : [];
    return { kind: "incomplete", missing: [...faults, ...template, ...open.map(missingField)] };
  }
  const asked = open.length === 0 ? undefined : await ports.ask?.(open);
  const answers = new Map([...given, ...(asked ?? [])]);
  if (!(await ports.isThere(join(home, chosen, requestName))))
    throw new Failure(`The template in ${join(home, chosen)} does not exist: there is no production.yaml.`, {
      wayOut: "Correct `templates` in the conventions, or add the folder.",
    });
  const source = await ports.snapshot.production(join(home, chosen));
  const folder = options.output ?? join(home, folderName(conventions, answers));
  const filled = fillIn(source, conventions, answers);
  const text = withSchemaLine(filled, folder, await nearestSchema(file, ports.isThere));
  refuseFolder(folder);
  if (await ports.isThere(folder))
    throw new Failure(`${folder} exists already.`, { wayOut: "Name another folder with -o." });
  return checkNew(ports, source, folder, text);
};

/** The owner of the template must correct why an answer has no place in it, so this says which file that is. */
const fillIn = ({ file, bytes }: ProductionSource, conventions: Conventions, answers: FieldAnswers): string => {
  try {
    return fromTemplate(new TextDecoder().decode(bytes), conventions, answers);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new Failure(`The template ${file} cannot be filled in: ${error.message}`, {
      wayOut: error.wayOut,
      cause: error,
    });
  }
};

/** Validates it as a check would: a template may be wrong, and answers may not fit together. */
const checkNew = async (
  ports: NewPorts,
  template: ProductionSource,
  folder: string,
  text: string,
): Promise<NewProduction> => {
  const from = { ...template, folder, file: join(folder, requestName) };
  const source = await ports.withBytes(from, new TextEncoder().encode(text));
  const onTree = () => statusesAround(ports.snapshot, dirname(source.folder), new Set([source.folder]));
  const validated = await validateSources({ bash: ports.bash, history: Promise.resolve(undefined), onTree }, [source]);
  const problems = validated.flatMap((one) => one.problems);
  // What only the author can write is left to do, and the file is there to do it.
  if (refuses(problems.filter(({ code }) => code !== "unedited-template"))) return { kind: "refused", problems };
  const paths = template.entries.map(({ path }) => join(template.folder, path));
  const others = (await ports.snapshot.files(paths)).flatMap((entry) =>
    entry.kind === "file" ? [{ ...entry, path: relative(template.folder, entry.path) }] : [],
  );
  return { kind: "made", source, problems, files: [textFile(requestName, text), ...others] };
};

/** The folder of the template; `undefined`: somebody has to say which. */
const chooseTemplate = async (
  { ask }: NewPorts,
  { templates = {} }: Conventions,
  named: string | undefined,
): Promise<string | undefined> => {
  const names = Object.keys(templates);
  if (named !== undefined && !names.includes(named))
    throw new Failure(`There is no template "${named}".`, { wayOut: `Known: ${names.join(", ") || "none"}.` });
  if (named !== undefined || names.length === 1) return templates[named ?? names[0] ?? ""]?.folder;
  if (names.length === 0 || ask === undefined) return undefined;
  const question = { name: "template", words: "the template", choices: names, fault: () => undefined };
  return templates[(await ask([question])).get("template") ?? ""]?.folder;
};
