import { code, link, type Markdown, md, paragraphs } from "../../markdown/markdown.ts";
import { commitLink, type PullPlace } from "../../markdown/pull-place.ts";
import { utcMinute } from "../../markdown/utc.ts";

/** What a plan was made of, and when. */
export type AsOf = {
  readonly into: string;
  /** The commit of that branch; `undefined`: unknown. */
  readonly main: string | undefined;
  /** ISO time. */
  readonly at: string;
};

/** The commit that a plan is about: a plan of an older one is soon wrong. */
export const aboutCommit = (place: PullPlace, { into, main, at }: AsOf): Markdown => {
  const stood = main === undefined ? md`` : md`, with ${into} at ${code(main.slice(0, 7))}`;
  const when = md`As of commit ${commitLink(place)}${stood}, ${utcMinute(at)}.`;
  return into === "main"
    ? when
    : md`${when} It goes into ${code(into)}, and only what is on main is submitted: this merge submits nothing yet.`;
};

/** In place of a plan, so that no plan of an older commit stays. `run`: the page of the run that failed. */
export const unvalidatedMarkdown = (place: PullPlace, why: string, run: string): string =>
  paragraphs([
    md`**Could not check ${commitLink(place)}.**`,
    md`${why}`,
    md`${link("Its run", run)} says more. Whoever may write here can start it again there, and a new commit is checked again.`,
  ]).markdown;
