import { code, lines, type Markdown, md, paragraphs, strong } from "../markdown/markdown.ts";
import type { Problem } from "../problems/problem.ts";
import type { FormFault } from "./read-issue.ts";
import type { RequestWritten } from "./write-request.ts";

const maxFaults = 30;
const maxWordsLength = 600;

/** What is wrong, answer by answer, in the words of the form. */
export const wrongMarkdown = (faults: readonly FormFault[], closed: boolean): string => {
  const shown = faults.slice(0, maxFaults).map(faultLine);
  const more = faults.length - shown.length;
  return paragraphs([
    faults.length === 1
      ? md`**One thing is wrong, so nothing is requested yet.**`
      : md`**${faults.length} things are wrong, so nothing is requested yet.**`,
    lines([...shown, ...(more > 0 ? [md`- and ${more} more`] : [])]),
    md`Edit the issue, or write a comment that begins with ${code("/shrek set FIELD=VALUE")}.${closed ? md` The pull request is closed until then.` : md``}`,
  ]).markdown;
};

const faultLine = ({ field, words }: FormFault): Markdown => {
  const shown = words.length > maxWordsLength ? `${words.slice(0, maxWordsLength)} ...` : words;
  return field === undefined ? md`- ${shown}` : md`- ${strong(md`${field}`)}: ${shown}`;
};

/** The problems that refuse a request, led back to the answers that made them. */
export const faultsOfProblems = (
  problems: readonly Problem[],
  { fieldAt }: Pick<RequestWritten & { readonly kind: "written" }, "fieldAt">,
): readonly FormFault[] =>
  problems
    .filter(({ severity }) => severity === "error")
    .map((problem) => {
      const field = fieldAt(problem);
      const hint = problem.hint === undefined ? "" : ` (${problem.hint})`;
      return { field, words: `${problem.message}${hint}${field === undefined ? ` \`${problem.code}\`` : ""}` };
    });

export const goodMarkdown = (
  { pullRequest, unknown }: { readonly pullRequest: number; readonly unknown: string | undefined },
  plan: string,
): string =>
  [
    md`This is #${pullRequest}. Edit the issue to change it, or write ${code("/shrek set FIELD=VALUE")}; close the issue, and the pull request is closed.`,
    ...(unknown === undefined
      ? []
      : [md`**Nobody can approve it:** not all of its authors are known, because ${unknown}. Open a new issue.`]),
  ]
    .map(({ markdown }) => markdown)
    .concat(plan)
    .join("\n\n");
