import type { Problem } from "../problems/problem.ts";

/** The replacement of one line of a file. `text`: one line, or several. */
export type LineFix = { readonly line: number; readonly text: string };

type Mendable = Pick<Problem, "line" | "col" | "message" | "hint">;

/** The line as it should be, where the problem says so word for word. `undefined`: a person has to think. */
export const fixOf = (problem: Mendable, lines: readonly string[]): LineFix | undefined => {
  const written = lines[problem.line - 1];
  // GitHub shows a suggestion as text: invisible characters in it would be committed, or lost.
  if (written === undefined || problem.hint === undefined || /[^\P{C}\t]/u.test(written)) return undefined;
  const text = withDisplayName(written, problem) ?? withValue(written, problem.hint);
  return text === undefined || text === written ? undefined : { line: problem.line, text };
};

/** `did you mean "x"?`: instead of the word at the place, if the message names this word. */
const withDisplayName = (written: string, { col, message, hint }: Mendable): string | undefined => {
  const meant = /^did you mean "([^"\\]+)"\?$/.exec(hint ?? "")?.[1];
  if (meant === undefined || !isPlainName(meant)) return undefined;
  const start = /^["']/.test(written.slice(col - 1)) ? col : col - 1;
  const rest = written.slice(start);
  const named = [...message.matchAll(/"([^"]+)"|`([^`]+)`/g)]
    .flatMap(([, quoted, ticked]) => quoted ?? ticked ?? [])
    .find((name) => rest.startsWith(name) && !/^[\w.-]/.test(rest.slice(name.length)));
  return named === undefined ? undefined : `${written.slice(0, start)}${meant}${rest.slice(named.length)}`;
};

/** `key: value`, alone or before another way out: instead of the value that the line has for this key. */
const withValue = (written: string, hint: string): string | undefined => {
  const [, key, value] = /^([A-Za-z][A-Za-z0-9]*): ([A-Za-z0-9^~][A-Za-z0-9._^~-]*)(?:$|,)/.exec(hint) ?? [];
  if (key === undefined || value === undefined) return undefined;
  const found = [
    ...written.matchAll(new RegExp(`(?<=(?:^|[\\s{,-])${key}: +)(["']?)([^\\s"',}\\]#]+)\\1(?=$|[\\s,}#])`, "g")),
  ];
  const [only] = found;
  if (only === undefined || found.length > 1) return undefined;
  return `${written.slice(0, only.index)}${value}${written.slice(only.index + only[0].length)}`;
};

/** Neither YAML nor a shell reads anything but a name in it. */
const isPlainName = (name: string): boolean => /^[A-Za-z0-9_][\w./-]*$/.test(name);
