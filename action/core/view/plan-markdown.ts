import { groupReasons } from "../advice/change-groups.ts";
import type { FileLines } from "../advice/file-lines.ts";
import { mermaidGraph } from "../plan/mermaid.ts";
import type { Plan } from "../plan/plan.ts";
import type { Problem } from "../problems/problem.ts";
import { costCells, costRows } from "./cost-table.ts";
import { destinationWords, estimateWords, figure } from "./cost-words.ts";
import { cut } from "./cut.ts";
import { unified } from "./diff-text.ts";
import { code, details, fence, lines, type Markdown, md, paragraphs, table } from "./markdown.ts";
import type { Effect } from "./on-merge.ts";
import { pairWords } from "./pair-words.ts";
import type { PlanView, ProductionView } from "./plan-view.ts";
import { problemList } from "./problem-list.ts";
import { governedPart, rulesPart } from "./rules-markdown.ts";
import { runsWords } from "./runs-words.ts";
import { packWords, tableWords } from "./table-words.ts";
import { verdictLine } from "./verdict-line.ts";

/** Bytes of UTF-8. GitHub takes 65,536 characters a comment and 1 MiB a summary; what is left out is said. */
export const commentRoom = 60_000;
export const summaryRoom = 1_000_000;
const changesShown = 12;

/** The plan as a comment and as the check's summary: three plain lines first, then tables. `notes` stand between. */
export const planMarkdown = (view: PlanView, notes: readonly Markdown[] = [], room = commentRoom): string => {
  const three = lines([
    md`**${cut(verdictLine(view), longestLine)}**`,
    md`${cut(changedLine(view), longestLine)}`,
    md`${cut(view.approval, longestLine)}`,
  ]);
  const head = paragraphs([three, ...notes, ...mergeList(view.onMerge)]);
  const problems = view.problems.length === 0 ? [] : [problemList(view.problems)];
  const rules = within(view.rules, room / 2, rulesPart);
  const fixed = [head, ...problems, ...rules, ...leftOutRules(view.rules.length - rules.length)];
  const left = room - longestLeftOut - sizeOf(fixed);
  const sums = sumTable(view.productions).filter((one) => sizeOf([one]) <= left);
  const shown = within(view.productions, left - sizeOf(sums), productionPart);
  return paragraphs([...fixed, ...sums, ...shown, ...leftOut(view.productions.length - shown.length)]).markdown;
};

const sumTable = (productions: readonly ProductionView[]): readonly Markdown[] => {
  const { heads, rows } = costCells(costRows(productions.flatMap(({ plan }) => plan ?? [])));
  return rows.length === 0 ? [] : [table(heads, rows)];
};

/** Characters, of which a few may be several bytes: names of folders are as long as a stranger wants them. */
const longestLine = 3000;
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
const longestEffect = 200;
const mergeList = (effects: readonly Effect[]): readonly Markdown[] => {
  if (effects.length === 0) return [];
  const more = effects.length > effectsShown ? [`${effects.length - effectsShown} more`] : [];
  return [
    md`The merge:`,
    lines(
      [...effects.slice(0, effectsShown).map(({ words }) => words), ...more].map(
        (effect) => md`- ${cut(effect, longestEffect)}`,
      ),
    ),
  ];
};

const changedLine = ({ changed, removed, rules, verdict }: PlanView): string => {
  if (verdict === "nothing") return "Nothing will be submitted.";
  const parts = [
    ...rules.map(({ file }) => `the rules of ${file}`),
    ...changed,
    ...removed.map((folder) => `${folder}: removed`),
  ];
  if (parts.length === 0) return "";
  return `Changed: ${parts.slice(0, 5).join("; ")}${parts.length > 5 ? ` and ${parts.length - 5} more` : ""}.`;
};

const productionPart = ({ folder, plan, runs, since, files, sample, governed, problems }: ProductionView): Markdown => {
  if (plan === undefined)
    return paragraphs([md`### ${folder}`, ...versionLines(problems), ...(since === undefined ? [] : [changes(since)])]);
  return paragraphs([
    md`### ${plan.tag} ${plan.version}`,
    md`From ${code(plan.folder)}; datasets begin with ${code(plan.outDS)}.`,
    ...(runs === undefined || plan.runs === undefined ? [] : [md`${runsWords(runs, plan.runs.shown)}`]),
    ...(governed === undefined ? [] : [governedPart(governed)]),
    ...(since === undefined ? [] : [changes(since), ...filesPart(files)]),
    ...(sample === undefined ? [] : [md`${sample}`]),
    ...pairWords(plan).map((words) => md`${words}`),
    ...[...tableWords(plan), ...packWords(plan)].map((words) => md`${words}`),
    stepTable(plan),
    ...[...estimateWords(plan), ...destinationWords(plan)].map((words) => md`${words}`),
    fence("mermaid", mermaidGraph(plan)),
    details(
      "Datasets and prun commands",
      paragraphs([
        table(
          ["dataset", "files"],
          plan.steps.flatMap(({ outputs }) => outputs.map(({ dataset, files }) => [code(dataset), figure(files)])),
        ),
        fence("text", plan.steps.map(({ prun }) => prun).join("\n\n")),
      ]),
    ),
  ]);
};

const stepTable = ({ steps }: Plan): Markdown =>
  table(
    ["step", "jobs", "events", "core-hours", "memory", "attempts", "sites"],
    steps.map((step) => [
      step.step,
      figure(step.jobs),
      figure(step.events),
      figure(step.coreHours),
      step.memory === null ? "unknown" : `${step.memory} MB`,
      step.maxAttempt,
      step.sites.join(", "),
    ]),
  );

/** The line to write, as it stands in the file. */
const versionLines = (problems: readonly Problem[]): readonly Markdown[] =>
  problems.flatMap(({ code: problemCode, file, line, hint }) => {
    const written = /^version: [A-Za-z0-9._-]+/.exec(hint ?? "")?.[0];
    return problemCode.startsWith("version-") && written !== undefined
      ? [md`Write in ${code(`${file}:${line}`)}:`, fence("yaml", written)]
      : [];
  });

const changes = ({ version, reasons }: NonNullable<ProductionView["since"]>): Markdown => {
  if (reasons.length === 0) return md`Nothing that runs changed since ${version}.`;
  const rows = groupReasons(reasons.slice(0, changesShown)).flatMap(({ title, reasons: grouped }) =>
    grouped.map(({ name, change, bump, because }, index) => [
      index === 0 ? title : "",
      code(name),
      value(change.from),
      value(change.to),
      md`${bump}: ${because}`,
    ]),
  );
  const more = reasons.length > changesShown ? [md`${reasons.length - changesShown} more changes.`] : [];
  return paragraphs([table([`since ${version}`, "what", "was", "is", "needs"], rows), ...more]);
};

/** Folded, and no more than somebody reads in a comment: `shrek diff` shows all. */
const filesPart = (files: readonly FileLines[]): readonly Markdown[] =>
  files.slice(0, filesShown).map(({ path, lines: changed }) => {
    const shown = unified(changed).split("\n");
    const more = shown.length > linesShown ? [`... ${shown.length - linesShown} more lines: run shrek diff`] : [];
    const text = [...shown.slice(0, linesShown).map((line) => cut(line, widestLine)), ...more].join("\n");
    return details(`Lines of ${path}`, fence("diff", text));
  });
const filesShown = 5;
const linesShown = 40;
const widestLine = 160;

const shownValue = 80;
const value = (written: unknown): Markdown => {
  if (written === undefined) return md`nothing`;
  const text = typeof written === "string" ? written : JSON.stringify(written);
  return code(text.length > shownValue ? `${text.slice(0, shownValue)}...` : text);
};

const leftOutRules = (number: number): readonly Markdown[] =>
  number === 0 ? [] : [md`${count(number, "file")} of rules more: run shrek plan.`];
const leftOut = (number: number): readonly Markdown[] =>
  number === 0 ? [] : [md`${count(number, "production")} more: see the summary of the check, or run shrek plan.`];
const count = (number: number, word: string): string => `${number} ${word}${number === 1 ? "" : "s"}`;
