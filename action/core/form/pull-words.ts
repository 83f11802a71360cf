import { basename } from "node:path/posix";
import { code, md, paragraphs } from "../markdown/markdown.ts";

/** Title and text of the pull request of an issue, and the message of its commit, which names all authors. */
export const pullWords = (
  folder: string,
  issue: number,
  authors: readonly string[],
): { readonly title: string; readonly body: string; readonly message: string } => {
  const title = `Request ${basename(folder)}`;
  return {
    title,
    body: paragraphs([
      md`Closes #${issue}`,
      md`The form made this of the issue, and makes it anew where the issue changes. A commit of somebody else on ${code(`shrek/form-${issue}`)} ends that.`,
      md`Who wrote or edited the issue, or set a field there, is an author of this, and no author approves it.`,
    ]).markdown,
    message: coAuthored(`${title} from issue #${issue}`, authors),
  };
};

/** A commit that the App makes for people. */
export const coAuthored = (title: string, authors: readonly string[]): string =>
  [title, "", ...authors.map((login) => `Co-authored-by: ${login} <${login}@users.noreply.github.com>`)].join("\n");

type ExtensionFacts = {
  readonly tag: string;
  readonly version: string;
  readonly next: string;
  readonly amount: string;
  readonly by: string;
  readonly pullRequest: number;
};

/** Title and text of the pull request of a `/shrek extend`, and the message of its commit, which names the author. */
export const extensionWords = ({ tag, version, next, amount, by, pullRequest }: ExtensionFacts) => {
  const title = `Extend ${tag} ${version} by ${amount}`;
  return {
    title,
    body: paragraphs([
      md`Version ${next} makes ${amount} more, under new seeds. ${code(by)} asked for it by a comment on #${pullRequest}, so is its author and does not approve it.`,
      md`Without another commit, and while that comment stands as it was written, nobody else is an author.`,
    ]).markdown,
    message: coAuthored(title, [by]),
  };
};
