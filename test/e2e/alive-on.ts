import { rendered } from "../gfm.ts";

const withoutCode = (html: string): string => html.replace(/<code[^>]*>[\s\S]*?<\/code>/g, "");

/** Marks that turn text around, and those of a terminal. They are alive in code too. */
const unseen = /[\p{Bidi_Control}\u001b\u0000\u2028\u2029]/gu;

/** What GitHub finds in the words of a comment: people, issues, commits, emoji, addresses; and our own commands. */
const inWords =
  /@(?:ada|sphenix\/)|(?:^|[\s(])(?:\w+\/\w+)?#[123]\b|\bgh-3|\bdeadbeef|:boom:|(?:https?|ftp):\/\/|www\.evil|\w@evil|(?:^|\n)\/shrek \w+/gi;

/** Headings of the ledger's pages. */
const ownHeadings = /<h2>(?:What came out|Ended last|Ended before)<\/h2>/g;

/** An answer begins with the command that it answers, quoted as code, which `withoutCode` has taken out. */
const ownQuote = /^\s*<blockquote>\s*<p>\s*<\/p>\s*<\/blockquote>/;

const inTags =
  /<(?:img|script|input|h2|ol|blockquote|hr|del|section|svg|iframe)|<strong>bold|<em>it|<td>\s*[bc]\s*<\/td>/gi;

/**
 * What of a page of ours came alive that is not ours. `own`: where our links lead. In a file of a repository GitHub looks
 * for no issues, commits and people, so that there only the grammar counts.
 */
export const aliveOn = (body: string, own: readonly string[], kind: "comment" | "file"): readonly string[] => {
  const page = withoutCode(rendered(body.replace(/<!-- shrek:[^>]* -->/g, "")));
  const html = kind === "file" ? page.replace(ownHeadings, "") : page.replace(ownQuote, "");
  const links = [...html.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, to = ""]) => to);
  // The words of our own links are their addresses in places.
  const words = html.replace(/<a [^>]*>[\s\S]*?<\/a>/g, "").replace(/<[^>]*>/g, " ");
  const found = [
    ...html.matchAll(inTags),
    ...html.matchAll(/<!--/g),
    ...(kind === "comment" ? words.matchAll(inWords) : []),
  ].map(([mark]) => mark);
  const count = (word: string): number => html.split(word).length;
  return [
    ...links.filter((to) => !own.some((start) => to.startsWith(start))),
    ...found,
    ...[...body.matchAll(unseen)].map(([mark]) => JSON.stringify(mark)),
    ...(count("<details>") === count("</details>") ? [] : ["details"]),
  ];
};
