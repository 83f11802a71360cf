import { withPlainBlanks } from "../text/unseen.ts";
import { isVerb, meantBy, type Verb } from "./verbs.ts";

/**
 * Why a comment that holds no command looks as if it should: a sign too many in its first line, or a command in another
 * one. `undefined`: it does not. Text in a quotation, a block of code or an HTML comment is shown, not said.
 */
export const nearMiss = (body: string): string | undefined => {
  const [first = "", ...others] = shownLines(body);
  const verb = verbBehindName(first);
  if (verb !== undefined) return `A command begins with \`/shrek\` and a blank: did you mean \`/shrek ${verb}\`?`;
  for (const line of others) {
    const later = verbOf(/^ {0,3}\/shrek +([a-z]+)\b/i.exec(line)?.[1]);
    if (later !== undefined)
      return `A command is the first line of its comment: write \`/shrek ${later}\`, with what follows it, in a new comment.`;
  }
  return undefined;
};

/** `/shrek: status`, `/shrek-status`, `@shrek status`; `shrek status` where nothing makes it a sentence. */
const verbBehindName = (line: string): Verb | undefined => {
  const seen = withPlainBlanks(line);
  const [, called] = /^(?:\/ ?shrek[\s:;,._/-]*|@shrek[\s:;,]+)([a-z]+)\b/i.exec(seen) ?? [];
  return verbOf(called) ?? verbAlone(seen);
};

const verbAlone = (line: string): Verb | undefined => {
  const [name = "", verb, ...rest] = line.trim().split(/\s+/);
  const isCommand = /^shrek[:,]?$/i.test(name) && rest.every((word) => /^(keep|drop|good|bad)$|[@#/=_0-9-]/.test(word));
  return isCommand ? verbOf(verb) : undefined;
};

const verbOf = (word: string | undefined): Verb | undefined => {
  const written = word?.toLowerCase() ?? "";
  return isVerb(written) ? written : meantBy.get(written);
};

/** The lines that people read as words; the others are empty. */
const shownLines = (body: string): readonly string[] => {
  let fence: string | undefined;
  return withoutComments(body)
    .split(/\r?\n/)
    .map((line) => {
      const [, marks] = /^ {0,3}(`{3,}|~{3,})/.exec(line) ?? [];
      if (fence !== undefined) {
        if (marks?.startsWith(fence) === true && line.trim() === marks) fence = undefined;
        return "";
      }
      fence = marks;
      return marks !== undefined || /^( {0,3}>|\t| {4})/.test(line) ? "" : line;
    });
};

/** A comment without an end reaches to the end of the text. */
const withoutComments = (body: string): string =>
  body.replace(/<!--[^]*?(-->|$)/g, (comment) => comment.replace(/[^\n]+/g, ""));
