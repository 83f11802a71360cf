import type { UpkeepKind } from "../../command/form-names.ts";
import { code, lines, md, paragraphs } from "../../markdown/markdown.ts";
import { quotable } from "../../problems/problem.ts";
import { andMore, counted } from "../../text/amounts.ts";
import type { Move } from "../../versioning/move-versions.ts";

/** The most moves that a pull request names; its plan shows all. */
const maxMoves = 50;

const nouns = {
  inputs: "newer versions of what it reads",
  resources: "newer commits of other repositories",
} as const satisfies Readonly<Record<UpkeepKind, string>>;

/** Title and text of a pull request of the upkeep; equal moves give equal words. `moves`: with its own version. */
export const upkeepPull = (
  kind: UpkeepKind,
  folder: string,
  moves: readonly Move[],
): { readonly title: string; readonly body: string } => ({
  title: quotable(`${folder}: ${nouns[kind]}`),
  body: paragraphs([
    md`${code(folder)} can have ${nouns[kind]}:`,
    lines(moves.slice(0, maxMoves).map(({ what, from, to }) => md`${code(what)}: ${code(from)} to ${code(to)}`)),
    ...(moves.length > maxMoves ? [md`and ${moves.length - maxMoves} more`] : []),
    ...(kind === "resources"
      ? [md`Nobody here wrote these commits, so one person more approves them than the rules ask for.`]
      : []),
    md`SHREK closes this pull request when something newer is there, and then opens the next. Once closed, the same is not proposed again. Who pushes to its branch takes it over, and is its author then.`,
  ]).markdown,
});

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
