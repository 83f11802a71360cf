import { usageOf, type Verb, verbNames, verbs } from "../../command/verbs.ts";
import { code, details, lines, type Markdown, md, paragraphs } from "../../markdown/markdown.ts";

/** A command that does something on this pull request now. */
export type WorksNow = {
  readonly verb: Verb;
  /** What it does here, and on how many of how many where they are not all. */
  readonly does: string;
  /** The people who may give it, where these are not all who may write. */
  readonly only: readonly string[] | undefined;
};

/** `says`: the status of this pull request, where no command has anything to work on. `undefined`: it was asked somewhere else. */
export type HelpHere = { readonly says?: string; readonly works: readonly WorksNow[] } | undefined;

/** What works now comes first; every command, from the grammar's own table, follows in a fold. */
export const helpMarkdown = (here: HelpHere): Markdown => {
  const rules = lines([
    md`Write a command on the first line of a new comment. It listens to everybody with write permission, unless it says otherwise.`,
    md`What stands in ${code("[ ]")} may be left out. Without a production the one of this pull request is meant; ${code("/STEP")} means one step.`,
  ]);
  // A list, because a phone breaks the lines of a table too often.
  const all = lines(verbNames.map((verb) => point(verb, verbs[verb].does)));
  if (here === undefined) return paragraphs([md`**Commands**`, rules, all]);
  return paragraphs([
    ...(here.says === undefined ? [] : [md`${here.says}`]),
    ...(here.works.length === 0
      ? []
      : [
          md`**What works on this pull request now**`,
          lines(here.works.map(({ verb, does, only }) => point(verb, does, only))),
        ]),
    rules,
    details("All commands", all),
  ]);
};

const point = (verb: Verb, does: string, only?: readonly string[]): Markdown =>
  only === undefined
    ? md`- ${code(`/shrek ${usageOf(verb)}`)}: ${does}`
    : md`- ${code(`/shrek ${usageOf(verb)}`)}: ${does}. It listens to ${only.length === 0 ? "nobody" : only.join(", ")} only`;
