import type { UpkeepKind } from "../../command/form-names.ts";
import { code, lines, md, paragraphs } from "../../markdown/markdown.ts";
import { quotable } from "../../problems/problem.ts";
import type { Move } from "../../versioning/moving.ts";

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
