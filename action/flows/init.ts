import type { Conventions } from "../core/conventions/conventions.ts";
import { readConventions } from "../core/conventions/read-conventions.ts";
import { formFile } from "../core/form/form-file.ts";
import { answeredBy, initAnswers, ownersIn } from "../core/init/answers.ts";
import { type FieldAnswers, faultsOf, type TemplateQuestion } from "../core/init/new-fields.ts";
import { conventionsPath } from "../core/init/paths.ts";
import type { ReleaseSource } from "../core/init/people-files.ts";
import { initQuestions, issuerQuestion, questionsWith, templateQuestion } from "../core/init/questions.ts";
import {
  extraFiles,
  ownersPath,
  repositoryFiles,
  workflowNames,
  workflowsFolder,
} from "../core/init/repository-files.ts";
import { templateNamed } from "../core/init/repository-templates.ts";
import { adminFacts } from "../core/init/setting.ts";
import { type AdminStep, adminSteps, extraSteps } from "../core/init/settings.ts";
import { Failure } from "../core/problems/failure.ts";
import { formatProblem } from "../core/problems/problem.ts";
import type { SourceFile } from "../core/text/source-file.ts";
import type { NewFiles } from "../ports/new-files.ts";
import { formBasis } from "./validation/form-basis.ts";

type InitPorts = {
  readonly files: NewFiles;
  /** `undefined`: there is no terminal. */
  readonly ask: ((questions: readonly TemplateQuestion[]) => Promise<FieldAnswers>) | undefined;
};

type InitOptions = {
  /** What flags say, by the question's name. */
  readonly given: FieldAnswers;
  readonly source: ReleaseSource;
  /** The release's workflows, by the names of their files. */
  readonly workflows: readonly SourceFile[];
  /** OWNER/NAME of the remote, where there is one. */
  readonly remote: string | undefined;
};

/** `there`: as it would be made. `kept`: somebody's own, and it stays. */
export type InitFile = { readonly path: string; readonly is: "made" | "there" | "kept" };

export type Initialized =
  | { readonly kind: "incomplete"; readonly missing: readonly string[] }
  | { readonly kind: "made" | "added"; readonly files: readonly InitFile[]; readonly steps: readonly AdminStep[] };

/** Makes a production repository of what is not there yet. One that is set up gets the extra workflows alone that a flag names. */
export const init = async ({ files, ask }: InitPorts, options: InitOptions): Promise<Initialized> => {
  const { given, source, workflows, remote } = options;
  const conventions = await conventionsThere(files);
  const owners = ownersIn(new TextDecoder().decode((await files.read(ownersPath)) ?? new Uint8Array()));
  const known = new Map([
    ...(remote === undefined ? [] : [["repository", remote] as const]),
    ...(owners.length === 0 ? [] : [["owner", owners.join(" ")] as const]),
    ...(conventions === undefined ? [] : answeredBy(conventions)),
    ...given,
  ]);
  const faults = faultsOf([templateQuestion, ...initQuestions, issuerQuestion], given);
  if (faults.length > 0) return { kind: "incomplete", missing: faults.map((fault) => `--${fault}`) };
  if (conventions !== undefined && initAnswers(given).extras.length > 0 && (await isSetUp(files)))
    return addExtras({ files, ask }, options, known);
  const chosen = conventions === undefined ? await complete(known, [templateQuestion], ask) : { answers: known };
  const questions = questionsWith(templateNamed(chosen.answers.get("template") ?? ""));
  const first = await complete(chosen.answers, questions, ask);
  // An ID token comes from nowhere else than from who pastes it.
  const all =
    first.missing.length === 0 && first.answers.get("login") !== "id-token"
      ? await complete(first.answers, [issuerQuestion], ask)
      : first;
  if (all.missing.length > 0) return { kind: "incomplete", missing: all.missing };
  const answers = initAnswers(all.answers);
  const made = await addEach(files, repositoryFiles(answers, source, workflows, conventions));
  return {
    kind: "made",
    files: [...made, ...(await addForm(files, answers.extras))],
    steps: adminSteps(adminFacts(answers, remote !== undefined)),
  };
};

const isSetUp = async (files: NewFiles): Promise<boolean> => {
  const there = await Promise.all(workflowNames.map((name) => files.read(`${workflowsFolder}/${name}`)));
  return !there.includes(undefined);
};

/** Of all questions only whose repository it is matters, and mostly the remote says that. */
const addExtras = async (
  { files, ask }: InitPorts,
  { source, workflows }: InitOptions,
  known: FieldAnswers,
): Promise<Initialized> => {
  const { answers, missing } = await complete(
    known,
    initQuestions.filter(({ name }) => name === "repository"),
    ask,
  );
  if (missing.length > 0) return { kind: "incomplete", missing };
  const said = initAnswers(answers);
  return {
    kind: "added",
    files: [
      ...(await addEach(files, extraFiles(said.extras, source, workflows))),
      ...(await addForm(files, said.extras)),
    ],
    steps: extraSteps(adminFacts(said, true)),
  };
};

/** It is made from the conventions and templates that are there by now. */
const addForm = async (files: NewFiles, extras: readonly string[]): Promise<readonly InitFile[]> =>
  extras.includes("form")
    ? addEach(files, [formFile(await formBasis((path) => files.read(path), conventionsPath))])
    : [];

const conventionsThere = async (files: NewFiles): Promise<Conventions | undefined> => {
  const bytes = await files.read(conventionsPath);
  if (bytes === undefined) return undefined;
  const read = readConventions(conventionsPath, bytes);
  if (read.kind === "read") return read.conventions;
  throw new Failure(`${conventionsPath} is there and cannot be used.`, {
    wayOut: read.problems.map(formatProblem).join("\n"),
  });
};

type Completed = { readonly answers: FieldAnswers; readonly missing: readonly string[] };

/** Without a terminal what is usual is taken, and what has no usual answer is missing. */
const complete = async (
  known: FieldAnswers,
  questions: readonly TemplateQuestion[],
  ask: InitPorts["ask"],
): Promise<Completed> => {
  const open = questions.filter(({ name }) => !known.has(name));
  if (open.length > 0 && ask !== undefined) return { answers: new Map([...known, ...(await ask(open))]), missing: [] };
  const usual = open.flatMap(({ name, usual: taken }) => (taken === undefined ? [] : [[name, taken] as const]));
  const missing = open.flatMap(({ name, words, usual: taken }) =>
    taken === undefined ? [`--${name} is missing: ${words}`] : [],
  );
  return { answers: new Map([...usual, ...known]), missing };
};

const addEach = async (files: NewFiles, all: readonly SourceFile[]): Promise<readonly InitFile[]> => {
  const done: InitFile[] = [];
  for (const file of all) {
    const made = await files.add(file);
    const equal = made || Buffer.from(file.bytes).equals((await files.read(file.path)) ?? new Uint8Array());
    done.push({ path: file.path, is: made ? "made" : equal ? "there" : "kept" });
  }
  return done;
};
