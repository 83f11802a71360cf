import { type Block, cut, type Doc, perhaps, printed, words } from "../../markdown/doc.ts";
import { fitted, maxCommentBytes } from "../../markdown/fit-doc.ts";
import { details, fence, lines, type Markdown, md, paragraphs, table } from "../../markdown/markdown.ts";
import { problemItems } from "../../markdown/problem-list.ts";
import type { PullPlace } from "../../markdown/pull-place.ts";
import type { MergeEffect } from "../../outcomes/merge-effects.ts";
import type { UntriedStep } from "../../plan/untried.ts";
import { andMore, counted, firstAndMore } from "../../text/amounts.ts";
import { costCells, costRows, costText } from "./cost-text.ts";
import { elsewhereText } from "./notes-elsewhere.ts";
import { type AsOf, aboutCommit } from "./plan-of-commit.ts";
import type { PlanView, ProductionView } from "./plan-view.ts";
import { foldedProduction, productionPart } from "./production-part.ts";
import { rulesPart } from "./rules-markdown.ts";
import { type TryoutPages, tryoutNote } from "./tryout-note.ts";
import { verdictLine } from "./verdict-line.ts";

/** For a comment on a pull request; without it a plan is the summary of a check. */
export type PlanComment = {
  readonly place: PullPlace;
  readonly asOf: AsOf;
  /** A note to all who wait for reconcile. */
  readonly late: string | undefined;
  readonly tryout: TryoutPages;
  readonly untried: readonly UntriedStep[];
};

/** The plan as a comment and as the check's summary: three plain lines first, what is wrong next, the rest folded. */
export const planMarkdown = (view: PlanView, comment?: PlanComment, room = maxCommentBytes): string =>
  printed(fitted(planDoc(view, comment, room / 2), { open: room, all: room })).markdown;

/** `half`: as far as problems go, and as far as rules do, so that there is room for what is not wrong. */
const planDoc = (view: PlanView, comment: PlanComment | undefined, half: number): Doc => {
  const place = comment?.place;
  const merge = [...mergeList(view.onMerge), ...view.campaigns.map((line) => md`${line}`)].map(words);
  const problems = { ...problemItems(view.problems, place), most: half };
  return [
    words(
      lines([
        md`**${cut(verdictLine(view), maxChangedLength)}**`,
        md`${cut(changedLine(view), maxChangedLength)}`,
        md`${cut(view.approval, maxChangedLength)}`,
      ]),
    ),
    ...commentNotes(comment).map(words),
    ...(view.verdict === "refused" ? [problems, ...merge] : [...merge, problems]),
    ...(view.notesElsewhere === 0 ? [] : [words(md`${elsewhereText(view.notesElsewhere)}`)]),
    rulesList(view.rules, half),
    ...sumTable(view.productions),
    ...productionsDoc(view.productions, place),
    ...(place === undefined ? [] : commandsPart(view, place).map(words)),
  ];
};

const rulesList = (rules: PlanView["rules"], most: number): Block => ({
  kind: "list",
  as: "paragraphs",
  items: rules.map((one) => words(rulesPart(one))),
  more: (number) => md`${counted(number, "file")} of rules more: run shrek plan.`,
  most,
});

const productionsDoc = (productions: PlanView["productions"], place: PullPlace | undefined): Doc => {
  const isMany = productions.length > maxOpen;
  const part = isMany ? foldedProduction : productionPart;
  const each: Block = {
    kind: "list",
    as: "paragraphs",
    items: productions.slice(0, maxMade).map((one) => words(part(one, place))),
    leftOut: Math.max(0, productions.length - maxMade),
    more: (number) => md`${counted(number, "production")} more: see the summary of the check, or run shrek plan.`,
  };
  return isMany ? [{ kind: "fold", summary: `Each of the ${productions.length} productions`, inside: [each] }] : [each];
};
/** Beyond this number they are not made, as nobody would see them. */
const maxMade = 500;

/** Beyond this number of productions, each is a line in a fold, below the table of all. */
const maxOpen = 3;

const commentNotes = (comment: PlanComment | undefined): readonly Markdown[] =>
  comment === undefined
    ? []
    : [
        aboutCommit(comment.place, comment.asOf),
        ...(comment.late === undefined ? [] : [md`${comment.late}`]),
        ...tryoutNote(comment.tryout, comment.untried),
      ];

const sumTable = (productions: readonly ProductionView[]): Doc => {
  // The cost is shown only for what the merge begins, not for productions that only a change of rules reaches.
  const begun = productions.filter(({ fate }) => fate?.kind !== "stays" && fate?.kind !== "never");
  const plans = begun.flatMap(({ plan }) => plan ?? []);
  const { heads, rows } = costCells(costRows(plans));
  if (rows.length === 0) return [];
  const all = table(heads, rows);
  return plans.length > maxRowsOpen
    ? [{ kind: "fold", summary: `All ${plans.length}: ${costText(plans).amount}`, inside: [words(all)] }]
    : [perhaps(all)];
};
/** More rows than these are longer than a phone. */
const maxRowsOpen = 20;

/** Characters, of which a few may be several bytes: names of folders are as long as a stranger wants them. */
const maxChangedLength = 3000;
export const effectsShown = 50;
/** More than these push what is wrong out of sight. */
const effectsOpen = 5;
const maxEffectLength = 300;
const mergeList = (effects: readonly MergeEffect[]): readonly Markdown[] => {
  if (effects.length === 0) return [];
  const shown = firstAndMore(
    effects.map((effect) => effect.words),
    effectsShown,
  );
  const list = lines(shown.map((effect) => md`- ${cut(effect, maxEffectLength)}`));
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

const maxInCommand = 3;
/** The author of the pull request named the folder: in a shell its name must be nothing but a name. */
const isPlain = (folder: string): boolean => /^[A-Za-z0-9][\w./-]*$/.test(folder);

/** What a reader can type now: to look at the change here, and what answers in a comment. */
const commandsPart = ({ productions }: PlanView, { number }: PullPlace): readonly Markdown[] => {
  const named = productions.filter(({ folder }) => isPlain(folder));
  const folders = [...new Set(named.map(({ folder }) => folder))].slice(0, maxInCommand);
  if (folders.length === 0) return [];
  const typed = folders.flatMap((folder) => {
    const ones = named.filter((one) => one.folder === folder);
    const isRefused = ones.some(({ plan }) => plan === undefined);
    return [
      isRefused ? `shrek check ${folder}` : `shrek plan ${folder}`,
      ...(ones.some(({ since }) => since !== undefined) ? [`shrek diff ${folder}`] : []),
      ...(ones.some(({ problems }) => problems.some(({ code }) => code.startsWith("version-")))
        ? [`shrek bump ${folder}`]
        : []),
      ...(isRefused || ones.length > 1 ? [] : [`shrek run ${folder} --jobs 1`]),
    ];
  });
  return [
    details(
      "Commands",
      paragraphs([
        md`In a clone:`,
        fence("bash", [`gh pr checkout ${number}`, ...typed].join("\n")),
        md`In a comment here \`/shrek help\` says what works here now, and to whom it listens.`,
      ]),
    ),
  ];
};
