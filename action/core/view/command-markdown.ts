import type { CommandAsked } from "../command/parse-command.ts";
import { usageOf, verbNames, verbs } from "../command/verbs.ts";
import { refusalBy } from "../submission/person.ts";
import { waysOut } from "../submission/ways-out.ts";
import { cut } from "./cut.ts";
import { code, lines, type Markdown, md, paragraphs, table } from "./markdown.ts";
import { describeState } from "./state-words.ts";
import { type Standing, targetOf } from "./status-text.ts";

/** What a command would do, and how to say that it shall. */
export const previewMarkdown = (asked: CommandAsked, standing: readonly Standing[], wayToConfirm: Markdown): Markdown =>
  paragraphs([
    md`${code(`/shrek ${asked.verb}`)} would change ${standing.length === 1 ? "this production" : `these ${standing.length} productions`}:`,
    table(
      ["production", "state", "what it would do"],
      standing
        .slice(0, mostRows)
        .map(({ key, state }) => [
          code(targetOf(key)),
          cut(`${state.kind}: ${describeState(state)}`, longestCell),
          refusalBy(state, { verb: asked.verb, step: asked.target.step }) ??
            waysOut[state.kind].verbs[asked.verb] ??
            "nothing",
        ]),
    ),
    ...(standing.length > mostRows ? [md`... and ${standing.length - mostRows} more.`] : []),
    md`Nothing has been done yet. ${wayToConfirm}`,
  ]);

const mostRows = 100;
const longestCell = 200;

/** How a preview is confirmed in a form of GitHub, and in a terminal. */
export const formWords = md`To do it, send it again with confirm.`;
export const flagWords = md`To do it, add ${code("--yes")}.`;
export const yesWords = (id: string): Markdown => md`To do it, write ${code(`/shrek yes ${id}`)}.`;

/** Every command, from the grammar's own table. */
export const helpMarkdown = (): Markdown =>
  paragraphs([
    lines([
      md`**Commands**, on the first line of a comment. Without a production the one of this pull request is meant; ${code("/STEP")} means one step.`,
    ]),
    table(
      ["command", "what it does"],
      verbNames.map((verb) => [code(`/shrek ${usageOf(verb)}`), verbs[verb].does]),
    ),
  ]);
