import { basename, join } from "node:path/posix";
import { formTemplate, templateFolders } from "../../core/form/basis.ts";
import { draftJobs, type JobsTemplate, jobColumns } from "../../core/import/csv/draft-jobs.ts";
import { readJobList } from "../../core/import/csv/read-job-list.ts";
import type { Cutting } from "../../core/import/csv/read-job-row.ts";
import { type ConventionsFound, conventionsFor, refuseFolder } from "../../core/init/new-fields.ts";
import { factsOfTemplate } from "../../core/init/repository-templates.ts";
import { epicTemplate } from "../../core/init/template-epic.ts";
import { makeProblem, type Problem, refuses } from "../../core/problems/problem.ts";
import { placesOfLine } from "../../core/text/places.ts";
import { requestName, type SourceFile, textFile } from "../../core/text/source-file.ts";
import { type Imported, type ImportPorts, isGood, judgeDraft, maxTurns, type OldFile } from "./judge-draft.ts";

type ImportedJobs = {
  readonly list: OldFile;
  readonly cutting: Cutting;
  /** The folder to make, from the repository's top. */
  readonly output: string | undefined;
  readonly here: string;
};

/** A production folder of a list of ePIC's jobs; validated, and not written yet. */
export const importJobs = async (ports: ImportPorts, wanted: ImportedJobs): Promise<Imported> => {
  const { file, bytes } = wanted.list;
  const name = basename(file)
    .replace(/\.csv$/, "")
    .replaceAll("+", "plus");
  const found = conventionsFor(ports.conventionsAbove, wanted);
  const folder = wanted.output ?? join(found.home, name.replaceAll(/[^A-Za-z0-9._-]/g, "-"));
  refuseFolder(folder);
  const refused = (problems: readonly Problem[]): Imported => ({ name, folder, problems });
  if (await ports.isThere(folder))
    return refused([
      makeProblem({ file }, "bad-job-list", {
        message: `${folder} exists already.`,
        hint: "name another folder with -o",
      }),
    ]);
  const { jobs, events, problems } = readJobList(file, bytes, wanted.cutting);
  if (refuses(problems)) return refused(problems);
  const template = (await ownTemplate(ports, found)) ?? builtIn(found);
  const list = { name: basename(file), jobs, events, conventions: found.conventions, template };
  const where = { file, places: placesOfLine(1) };
  for (let turn = 0; ; turn++) {
    const draft = draftJobs(list, turn);
    const judged = await judgeDraft(ports, found, draft, { folder, where, whole: [] });
    if (isGood(judged)) return { name, folder, ...judged };
    if (turn === maxTurns || judged.problems.every(({ code }) => code !== "duplicate-tag"))
      return refused(judged.problems);
  }
};

/** The first template of the conventions whose step has a table of such jobs. */
const ownTemplate = async (
  { snapshot, isThere }: ImportPorts,
  { file, conventions }: ConventionsFound,
): Promise<JobsTemplate | undefined> => {
  for (const { name, folder } of templateFolders(file.file, conventions)) {
    if (!(await isThere(join(folder, requestName)))) continue;
    const { entries, bytes } = await snapshot.production(folder);
    const read = await snapshot.files(entries.map(({ path }) => join(folder, path)));
    const files = read.flatMap((entry) => (entry.kind === "file" ? [entry] : []));
    const request: SourceFile = { path: join(folder, requestName), mode: "100644", bytes };
    const found = jobsTemplateOf(
      formTemplate(name, folder, [request, ...files.filter(({ path }) => path !== request.path)]),
    );
    if (found !== undefined) return found;
  }
  return undefined;
};

/** Of a repository that has none, ePIC's, at the first site that takes jobs. */
const builtIn = ({ conventions }: ConventionsFound): JobsTemplate => {
  const online = Object.entries(conventions.sites).filter(([, { state }]) => state === "online");
  const sites = Object.fromEntries(online.slice(0, 1));
  const facts = factsOfTemplate(epicTemplate, { ...conventions, sites }, "@some-user");
  const files = Object.entries(epicTemplate.productions["chunks"]?.files(facts) ?? {});
  const found = jobsTemplateOf(
    formTemplate(
      "chunks",
      "",
      files.map(([path, text]) => textFile(path, text)),
    ),
  );
  if (found === undefined) throw new Error(`The template of ePIC has no table of ${jobColumns}.`);
  return found;
};

const jobsTemplateOf = ({ text, steps, files }: ReturnType<typeof formTemplate>): JobsTemplate | undefined => {
  const tables = new Set(steps.map(({ table }) => table));
  const table = files.find(
    ({ path, bytes }) => tables.has(path) && new TextDecoder().decode(bytes).split(/\r?\n/)[0] === jobColumns,
  );
  return table === undefined ? undefined : { text, table: table.path, files };
};
