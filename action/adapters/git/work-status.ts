import { conventionsName, productionsFolder } from "../../core/text/source-file.ts";
import { committedSince } from "./local.ts";
import { gitOutcome, linesUntilNul } from "./run.ts";

/** One look of git at all files. Paths from the top; a folder that is named as a whole ends with `/`. */
export type WorkStatus = {
  /** The commit that is checked out; `undefined`: there is none yet. */
  readonly head: string | undefined;
  /** What differs from that commit, staged or not, and what git does not track. */
  readonly changed: readonly string[];
  readonly ignored: readonly string[];
};

/** `undefined`: no repository, or git cannot say. It takes git longest of all that is asked, so it is asked once. */
export const readWorkStatus = async (top: string): Promise<WorkStatus | undefined> => {
  const { code, stdout } = await gitOutcome(top, [
    ...["status", "--porcelain=v2", "-z", "--branch", "--no-ahead-behind", "--no-renames"],
    ...["--untracked-files=all", "--ignored=matching"],
  ]);
  return code === 0 ? statusOf(stdout.toString("utf8")) : undefined;
};

const statusOf = (output: string): WorkStatus | undefined => {
  const [changed, ignored]: [string[], string[]] = [[], []];
  for (const line of linesUntilNul(output).filter((one) => !one.startsWith("# branch."))) {
    const { groups } = entry.exec(line) ?? {};
    if (groups === undefined) return undefined;
    if (groups.ignored === undefined) changed.push(groups.changed ?? "");
    else ignored.push(groups.ignored);
  }
  const [, commit] = /(?:^|\0)# branch\.oid ([0-9a-f]+)\0/.exec(output) ?? [];
  return { head: commit, changed, ignored };
};

/** git-status(1), "Porcelain Format Version 2": a file has seven words before its path, or nine while it is merged. */
const entry = /^(?:(?:1 (?:\S+ ){7}|u (?:\S+ ){9}|\? )(?<changed>.+)|! (?<ignored>.+))$/s;

/** What differs, in productions and in the conventions above them, from the commit of main that this work began at; `undefined`: nothing is committed. */
export const changedSinceMain = async (top: string, main: string, { head, changed, ignored }: WorkStatus) => {
  if (head === undefined) return undefined;
  const committed = head === main ? [] : await committedSince(top, main, head);
  return [...committed, ...changed, ...ignored].filter((path) =>
    [productionsFolder, conventionsName].some((name) => path === name || path.startsWith(`${name}/`)),
  );
};
