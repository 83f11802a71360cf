import { cut } from "./cut.ts";
import { code, lineLink, link, type Markdown } from "./markdown.ts";

/** A pull request at one of its commits. `repository`: its address for people. */
export type PullPlace = { readonly repository: string; readonly number: number; readonly head: string };

/** The commit as people know it, and its page in the pull request. */
export const commitLink = ({ repository, number, head }: PullPlace): Markdown =>
  link(code(head.slice(0, 7)), `${repository}/pull/${number}/commits/${head}`);

const longestFile = 200;

/** A place in a file of the commit; without a pull request only its name. */
export const fileLine = (
  place: PullPlace | undefined,
  { file, line, col }: { readonly file: string; readonly line: number; readonly col?: number },
): Markdown => {
  const name = code(`${cut(file, longestFile)}:${line}${col === undefined ? "" : `:${col}`}`);
  return place === undefined || file.length > longestFile
    ? name
    : lineLink(name, `${place.repository}/blob/${place.head}`, file, line);
};
