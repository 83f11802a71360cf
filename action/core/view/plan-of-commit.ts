import { code, link, type Markdown, md, paragraphs } from "./markdown.ts";

/** The commit of a pull request, as people know it, and its page there. */
export const commitLink = (head: string, pullRequestPage: string): Markdown =>
  link(code(head.slice(0, 7)), `${pullRequestPage}/commits/${head}`);

/** `into`: the branch that the pull request goes into. */
export const aboutCommit = (commit: Markdown, into: string): Markdown =>
  into === "main"
    ? md`For commit ${commit}.`
    : md`For commit ${commit}. It goes into ${code(into)}, and only what is on main is submitted: this merge submits nothing yet.`;

/** In place of a plan, so that no plan of an older commit stays. `run`: the page of the run that failed. */
export const unjudgedMarkdown = (commit: Markdown, why: string, run: string): string =>
  paragraphs([
    md`**Could not judge ${commit}.**`,
    md`${why}`,
    md`${link("Its run", run)} says more. Whoever may write here can start it again there, and a new commit is judged anew.`,
  ]).markdown;
