import { runCommandsBegun, runCommandsPath } from "../command/run-commands.ts";
import type { Conventions } from "../conventions/conventions.ts";
import { readConventions } from "../conventions/read-conventions.ts";
import { schemaPathOf, schemaText } from "../editor/editor-schema.ts";
import { publishedSchema } from "../editor/published-schema.ts";
import { formatProblem } from "../problems/problem.ts";
import { type SourceFile, textFile } from "../text/source-file.ts";
import type { InitAnswers } from "./answers.ts";
import { areaText, conventionsText } from "./conventions-text.ts";
import { extraWorkflows } from "./extra-workflows.ts";
import { conventionsPath } from "./paths.ts";
import { peopleFiles, type ReleaseSource } from "./people-files.ts";
import { withPin } from "./pins.ts";
import type { RepositoryTemplate } from "./repository-template.ts";
import { folderOfTemplate, repositoryTemplates, templateFiles } from "./repository-templates.ts";

export const ownersPath = ".github/CODEOWNERS";
export const workflowsFolder = ".github/workflows";
/** Of productions that grow, for repositories that want it. */
export const runsWorkflow = "runs.yml";
export const workflowNames = [
  "check.yml",
  "comment.yml",
  "command.yml",
  "reconcile.yml",
  "reconcile-schedule.yml",
] as const;

/** The files of a production repository. `there`: conventions that it has, which schema and templates then follow. */
export const repositoryFiles = (
  answers: InitAnswers,
  source: ReleaseSource,
  workflows: readonly SourceFile[],
  there: Conventions | undefined,
): readonly SourceFile[] => {
  const written = textFile(conventionsPath, conventionsText(answers));
  const conventions = there ?? readOwn(written);
  return [
    ...workflows.filter(({ path }) => !isExtra(path)).map((workflow) => pinnedWorkflow(workflow, source)),
    ...extraFiles(answers.extras, source, workflows),
    written,
    textFile(schemaPathOf(conventionsPath), schemaText(publishedSchema(conventions))),
    ...templateFiles(repositoryTemplates[answers.template], conventions, answers.owners[0] ?? ""),
    ...areaFiles(repositoryTemplates[answers.template], conventions, answers),
    ...peopleFiles(answers, source),
  ];
};

/** What these extra workflows add to a repository. */
export const extraFiles = (
  extras: readonly string[],
  source: ReleaseSource,
  workflows: readonly SourceFile[],
): readonly SourceFile[] => [
  ...workflows
    .filter(({ path }) => isExtra(path) && extras.includes(extraName(path)))
    .map((workflow) => pinnedWorkflow(workflow, source)),
  ...(extras.includes(extraName(runsWorkflow)) ? [textFile(runCommandsPath, runCommandsBegun)] : []),
];

const extraName = (file: string): string => file.replace(/\.yml$/, "");
const isExtra = (file: string): boolean => extraName(file) in extraWorkflows;
const pinnedWorkflow = ({ path, bytes }: SourceFile, source: ReleaseSource): SourceFile =>
  textFile(`${workflowsFolder}/${path}`, withPin(new TextDecoder().decode(bytes), source));

/** Every answer was checked, so the files made of them can be read; anything else is a bug. */
const readOwn = ({ path, bytes }: SourceFile): Conventions => {
  const read = readConventions(path, bytes);
  if (read.kind === "read") return read.conventions;
  throw new Error(read.problems.map(formatProblem).join("\n"));
};

/** Conventions and templates of the folders with names of their own, where the conventions above let them have these. */
const areaFiles = ({ areas = {} }: RepositoryTemplate, top: Conventions, answers: InitAnswers): readonly SourceFile[] =>
  Object.entries(areas).flatMap(([folder, area]) => {
    if (top.mayWiden?.some((one) => one.folder === folder) !== true) return [];
    const path = `productions/${folder}/conventions.yaml`;
    const facts = { contact: JSON.stringify(answers.owners[0] ?? ""), sites: answers.sites.join(", "), tag: "" };
    return [
      textFile(path, areaText(area, answers)),
      ...Object.entries(area.productions).flatMap(([name, { files }]) =>
        Object.entries(files(facts)).map(([file, text]) =>
          textFile(`productions/${folder}/${folderOfTemplate(name)}/${file}`, text),
        ),
      ),
    ];
  });
