import { cut } from "./doc.ts";
import { code, lineLink, link, type Markdown } from "./markdown.ts";

export type PullPlace = {
  /** Its address for people. */
  readonly repository: string;
  readonly number: number;
  readonly head: string;
  /** The page that explains the codes of problems, in the release that reports them; left out where it is unknown. */
  readonly problems?: string;
};

/** The code of a problem, linked to its explanation. */
export const codeLink = (place: PullPlace | undefined, problemCode: string): Markdown =>
  place?.problems === undefined ? code(problemCode) : link(code(problemCode), `${place.problems}#${problemCode}`);

/** The commit as people know it, and its page in the pull request. */
export const commitLink = ({ repository, number, head }: PullPlace): Markdown =>
  link(code(head.slice(0, 7)), `${repository}/pull/${number}/commits/${head}`);

const maxFileLength = 200;

/** A place in a file of the commit; without a pull request only its name. */
export const fileLine = (
  place: PullPlace | undefined,
  { file, line, col }: { readonly file: string; readonly line: number; readonly col?: number },
): Markdown => {
  const name = code(`${cut(file, maxFileLength)}:${line}${col === undefined ? "" : `:${col}`}`);
  return place === undefined || file.length > maxFileLength
    ? name
    : lineLink(name, `${place.repository}/blob/${place.head}`, file, line);
};
