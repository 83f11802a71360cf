import { basename, join } from "node:path/posix";
import { draftJobs } from "../../core/import/csv/draft-jobs.ts";
import { type Cutting, readJobList } from "../../core/import/csv/read-job-list.ts";
import { conventionsFor } from "../../core/init/conventions-for.ts";
import { refuseFolder } from "../../core/init/new-fields.ts";
import { makeProblem, type Problem, refuses } from "../../core/problems/problem.ts";
import { placesOfLine } from "../../core/text/places.ts";
import { type Imported, type ImportPorts, isGood, judgeDraft, maxTurns, type OldFile } from "./judge-draft.ts";

type JobsOrder = {
  readonly list: OldFile;
  readonly cutting: Cutting;
  /** The folder to make, from the repository's top. */
  readonly output: string | undefined;
  readonly here: string;
};

/** A production folder of a list of ePIC's jobs; validated, and not written yet. */
export const importJobs = async (ports: ImportPorts, order: JobsOrder): Promise<Imported> => {
  const { file, bytes } = order.list;
  const name = basename(file)
    .replace(/\.csv$/, "")
    .replaceAll("+", "plus");
  const found = conventionsFor(ports.conventionsAbove, order);
  const folder = order.output ?? join(found.home, name.replaceAll(/[^A-Za-z0-9._-]/g, "-"));
  refuseFolder(folder);
  const refused = (problems: readonly Problem[]): Imported => ({ name, folder, problems });
  if (await ports.isThere(folder))
    return refused([
      makeProblem({ file }, "bad-job-list", {
        message: `${folder} exists already.`,
        hint: "name another folder with -o",
      }),
    ]);
  const { jobs, problems } = readJobList(file, bytes, order.cutting);
  if (refuses(problems)) return refused(problems);
  const where = { file, places: placesOfLine(1) };
  for (let turn = 0; ; turn++) {
    const draft = draftJobs({ name: basename(file), jobs, conventions: found.conventions }, turn);
    const judged = await judgeDraft(ports, found, draft, { folder, where, whole: [] });
    if (isGood(judged)) return { name, folder, ...judged };
    if (turn === maxTurns || judged.problems.every(({ code }) => code !== "duplicate-tag"))
      return refused(judged.problems);
  }
};
