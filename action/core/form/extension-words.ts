import { code, md, paragraphs } from "../markdown/markdown.ts";
import { coAuthored } from "./pull-words.ts";

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
