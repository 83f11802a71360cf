import { cut } from "../../markdown/cut.ts";
import { details, lines, link, type Markdown, md, paragraphs, table } from "../../markdown/markdown.ts";
import { problemList } from "../../markdown/problem-list.ts";
import type { PullPlace } from "../../markdown/pull-place.ts";
import { commentRoom } from "../../markdown/size-limits.ts";
import type { Effect } from "../../outcomes/merge-effects.ts";
import { andMore, counted, firstAndMore } from "../../text/amounts.ts";
import { costCells, costRows } from "./cost-table.ts";
import { costWords } from "./cost-text.ts";
import { elsewhereWords } from "./notes-elsewhere.ts";
import { commandsPart } from "./plan-commands.ts";
import { type AsOf, aboutCommit } from "./plan-of-commit.ts";
import type { PlanView, ProductionView } from "./plan-view.ts";
import { foldedProduction, productionPart } from "./production-part.ts";
import { rulesPart } from "./rules-markdown.ts";
import { verdictLine } from "./verdict-line.ts";

/** For a comment on a pull request; without it a plan is the summary of a check. */
export type PlanComment = {
  readonly place: PullPlace;
  readonly asOf: AsOf;
  /** A note to all who wait for reconcile. */
  readonly late: string | undefined;
  /** The page of the run that tries it out; `undefined`: there is none. */
  readonly tryout: string | undefined;
};

/** The plan as a comment and as the check's summary: three plain lines first, what is wrong next, the rest folded. */
export const planMarkdown = (view: PlanView, comment?: PlanComment, room = commentRoom): string => {
  const three = lines([
    md`**${cut(verdictLine(view), longestChanged)}**`,
    md`${cut(changedLine(view), longestChanged)}`,
    md`${cut(view.approval, longestChanged)}`,
  ]);
  const place = comment?.place;
  const head = paragraphs([three, ...commentNotes(comment), ...mergeList(view.onMerge)]);
  const problems = [
    ...(view.problems.length === 0 ? [] : [problemList(view.problems, place)]),
    ...(view.notesElsewhere === 0 ? [] : [md`${elsewhereWords(view.notesElsewhere)}`]),
  ];
  const rules = within(view.rules, room / 2, rulesPart);
  const commands = place === undefined ? [] : commandsPart(view, place);
  const fixed = [head, ...problems, ...rules, ...rulesLeftOut(view.rules.length - rules.length)];
  const left = room - longestLeftOut - sizeOf([...fixed, ...commands]);
  const sums = sumTable(view.productions).filter((one) => sizeOf([one]) <= left);
  const isMany = view.productions.length > mostOpen;
  const part = isMany ? foldedProduction : productionPart;
  const shown = within(view.productions, left - sizeOf(sums), (one) => part(one, place));
  const each = [...shown, ...productionsLeftOut(view.productions.length - shown.length)];
  const all = isMany ? [details(`Each of the ${view.productions.length} productions`, paragraphs(each))] : each;
  return paragraphs([...fixed, ...sums, ...all, ...commands]).markdown;
};

/** Among more productions than these each is a line in a fold, beside the table of all. */
const mostOpen = 3;

const commentNotes = (comment: PlanComment | undefined): readonly Markdown[] =>
  comment === undefined
    ? []
    : [
        aboutCommit(comment.place, comment.asOf),
        ...(comment.late === undefined ? [] : [md`${comment.late}`]),
        ...(comment.tryout === undefined
          ? []
          : [
              md`${link("A few of its jobs", comment.tryout)} are tried out on GitHub's runner; what that run shows is measured by the payload itself.`,
            ]),
      ];

const sumTable = (productions: readonly ProductionView[]): readonly Markdown[] => {
  // Of what a merge does not begin, as of productions that a change of rules reaches, nobody asks what it costs.
  const begun = productions.filter(({ fate }) => fate?.kind !== "stays" && fate?.kind !== "never");
  const plans = begun.flatMap(({ plan }) => plan ?? []);
  const { heads, rows } = costCells(costRows(plans));
  if (rows.length === 0) return [];
  const all = table(heads, rows);
  return plans.length > mostRowsOpen ? [details(`All ${plans.length}: ${costWords(plans).amount}`, all)] : [all];
};
/** More rows than these are longer than a phone. */
const mostRowsOpen = 20;

/** Characters, of which a few may be several bytes: names of folders are as long as a stranger wants them. */
const longestChanged = 3000;
const longestLeftOut = 200;

/** The first parts that fit together; no part is made that nobody would see, and none is cut, as text in code would come alive. */
const within = <T>(things: readonly T[], room: number, made: (thing: T) => Markdown): readonly Markdown[] => {
  const shown: Markdown[] = [];
  let left = room;
  for (const thing of things) {
    const part = made(thing);
    left -= sizeOf([part]);
    if (left < 0) break;
    shown.push(part);
  }
  return shown;
};

const sizeOf = (parts: readonly Markdown[]): number =>
  parts.reduce((sum, { markdown }) => sum + Buffer.byteLength(markdown) + "\n\n".length, 0);

const effectsShown = 50;
/** More than these push what is wrong out of sight. */
const effectsOpen = 5;
const longestEffect = 200;
const mergeList = (effects: readonly Effect[]): readonly Markdown[] => {
  if (effects.length === 0) return [];
  const shown = firstAndMore(
    effects.map(({ words }) => words),
    effectsShown,
  );
  const list = lines(shown.map((effect) => md`- ${cut(effect, longestEffect)}`));
  return effects.length > effectsOpen
    ? [details(`What else the merge does: ${effects.length}`, list)]
    : [md`The merge:`, list];
};

const changedLine = ({ changed, removed, rules, verdict }: PlanView): string => {
  if (verdict === "nothing") return "Nothing will be submitted.";
  const parts = [
    ...rules.map(({ file }) => `the rules of ${file}`),
    ...changed,
    ...removed.map((folder) => `${folder}: removed`),
  ];
  if (parts.length === 0) return "";
  return `Changed: ${andMore(parts, 5, "; ")}.`;
};

const rulesLeftOut = (number: number): readonly Markdown[] =>
  number === 0 ? [] : [md`${counted(number, "file")} of rules more: run shrek plan.`];
const productionsLeftOut = (number: number): readonly Markdown[] =>
  number === 0 ? [] : [md`${counted(number, "production")} more: see the summary of the check, or run shrek plan.`];
