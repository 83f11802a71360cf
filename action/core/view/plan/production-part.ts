import { cut } from "../../markdown/doc.ts";
import { code, details, fence, type Markdown, md, paragraphs, table } from "../../markdown/markdown.ts";
import { fileLine, type PullPlace } from "../../markdown/pull-place.ts";
import { mermaidGraph } from "../../plan/mermaid.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Problem } from "../../problems/problem.ts";
import { counted } from "../../text/amounts.ts";
import { type FileLines, groupReasons } from "../../versioning/least-bump.ts";
import { costText, destinationText, estimateText, figure, stepCells } from "./cost-text.ts";
import { changeSides, unified } from "./diff-view.ts";
import { goodnessText, runsText, startsText } from "./jobs-text.ts";
import { measuredCostPart } from "./measured-cost-text.ts";
import { pairText } from "./pair-text.ts";
import type { ProductionView } from "./plan-view.ts";
import { readersPart } from "./readers-text.ts";
import { governedPart } from "./rules-markdown.ts";
import { originTexts, packText, tableText } from "./table-text.ts";

/** One production of a plan: its name, and the rest folded until somebody wants it. */
export const productionPart = (one: ProductionView, place?: PullPlace): Markdown => {
  const inside = insideOf(one, place);
  return inside.length === 0 ? md`` : paragraphs([md`### ${versionOrFolder(one)}`, ...inside]);
};

/** The same among many, where each is a line until somebody wants it. */
export const foldedProduction = (one: ProductionView, place?: PullPlace): Markdown => {
  // The author of the pull request named the folder: only as code is its name harmless.
  if (one.plan === undefined)
    return details("A refused production", paragraphs([code(one.folder), ...insideOf(one, place)]));
  return details(`${versionOrFolder(one)}: ${costText([one.plan]).amount}`, paragraphs(insideOf(one, place)));
};

const versionOrFolder = ({ plan, folder }: ProductionView): string =>
  plan === undefined ? folder : `${plan.tag} ${plan.version}`;

const insideOf = (one: ProductionView, place: PullPlace | undefined): readonly Markdown[] => {
  const { plan, runs, since, files, sample, kept, governed, problems, readers, measured } = one;
  const changed = since === undefined ? [] : changesPart(since, files);
  if (plan === undefined) return [...versionLines(problems, place), ...changed];
  return [
    md`From ${code(plan.folder)}; datasets begin with ${code(plan.outDS)}.`,
    ...startsText(plan).map((words) => md`${words}`),
    ...(runs === undefined || plan.runs === undefined || plan.starts?.grows !== undefined
      ? []
      : [md`${runsText(runs, plan.runs)}`]),
    ...[sample, kept].flatMap((words) => (words === undefined ? [] : [md`${words}`])),
    ...[...pairText(plan), ...originTexts(plan), ...tableText(plan), ...packText(plan), ...goodnessText(plan)].map(
      (words) => md`${words}`,
    ),
    ...changed,
    details(`Graph of ${counted(plan.steps.length, "step")}${ofRun(plan)}`, fence("mermaid", mermaidGraph(plan))),
    details(
      `Steps: ${costText([plan]).amount}`,
      paragraphs([stepTable(plan), ...[...estimateText(plan), ...destinationText(plan)].map((words) => md`${words}`)]),
    ),
    ...measuredCostPart(measured, plan.tag),
    details("Names: datasets and prun commands", namesPart(plan)),
    ...readersPart(plan.tag, readers),
    ...(governed === undefined
      ? []
      : [details("Conventions and set-up lines that hold for it", governedPart(governed))]),
  ];
};

const ofRun = ({ runs, starts }: Plan): string => {
  if (starts?.grows !== undefined) return ", of one run";
  return runs === undefined ? "" : `, of run ${runs.shown}`;
};

const namesPart = ({ steps }: Plan): Markdown =>
  paragraphs([
    table(
      ["dataset", "files"],
      steps.flatMap(({ outputs }) => outputs.map(({ dataset, files }) => [code(dataset), figure(files)])),
    ),
    fence("text", steps.map(({ prun }) => prun).join("\n\n")),
  ]);

const stepTable = (plan: Plan): Markdown => {
  const { heads, rows } = stepCells(plan);
  return table(heads, rows);
};

/** The line to write, as it is in the file. */
const versionLines = (problems: readonly Problem[], place: PullPlace | undefined): readonly Markdown[] =>
  problems.flatMap((problem) => {
    const written = /^version: [A-Za-z0-9._-]+/.exec(problem.hint ?? "")?.[0];
    const { file, line } = problem;
    return problem.code.startsWith("version-") && written !== undefined
      ? [md`Write in ${fileLine(place, { file, line })}:`, fence("yaml", written)]
      : [];
  });

const changesShown = 12;

const changesPart = (
  { version, reasons, bump }: NonNullable<ProductionView["since"]>,
  files: readonly FileLines[],
): readonly Markdown[] => {
  if (reasons.length === 0) return [md`Nothing that runs changed since ${version}.`];
  const rows = groupReasons(reasons.slice(0, changesShown)).flatMap(({ title, reasons: grouped }) =>
    grouped.map((reason, index) => [
      index === 0 ? title : "",
      code(reason.name),
      ...changeSides(reason, files.slice(0, filesShown)).map(value),
      md`${reason.bump}: ${reason.because}`,
    ]),
  );
  const more = reasons.length > changesShown ? [md`${reasons.length - changesShown} more changes.`] : [];
  const changes = table([`since ${version}`, "what", "was", "is", "needs"], rows);
  const title = `Changes since ${version}: ${counted(reasons.length, "change")}, ${bump}`;
  return [details(title, paragraphs([changes, ...more, ...changedFilesPart(files)]))];
};

/** No more than somebody reads in a comment: `shrek diff` shows all. */
const changedFilesPart = (files: readonly FileLines[]): readonly Markdown[] =>
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
  return code(cut(text, shownValue));
};
