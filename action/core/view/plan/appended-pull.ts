import { code, lines, md, paragraphs } from "../../markdown/markdown.ts";
import { andMore, counted } from "../../text/amounts.ts";

/** The most runs of a production that a pull request names; its plan says more. */
const maxRuns = 50;

/** Title and text of the pull request that appends runs; equal runs give equal words. */
export const appendedPull = (
  added: readonly { readonly folder: string; readonly runs: readonly number[] }[],
): { readonly title: string; readonly body: string } => {
  const total = added.reduce((sum, { runs }) => sum + runs.length, 0);
  const [only, ...others] = added;
  const where = only !== undefined && others.length === 0 ? only.folder : counted(added.length, "production");
  const body = paragraphs([
    md`Runs that the commands of ${code(".github/runs.txt")} gave and that main lacks:`,
    lines(
      added.map(({ folder, runs }) => {
        const named = andMore(runs.map(String), maxRuns);
        return md`${code(folder)}: ${counted(runs.length, "run")}: ${named}`;
      }),
    ),
    md`SHREK keeps this pull request. When more runs come, its branch is made anew from main, with the runs that are here and the new ones; other changes of the branch are lost. If somebody closes it, these runs are proposed again when new ones come.`,
  ]);
  return { title: `Append ${counted(total, "run")} to ${where}`, body: body.markdown };
};
