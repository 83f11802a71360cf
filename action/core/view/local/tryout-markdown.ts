import type { StepSuggestion } from "../../jobs/measured.ts";
import { failedOf, type LocalReport, reportsOf, type StepHere } from "../../jobs/run-report.ts";
import { cut } from "../../markdown/doc.ts";
import { code, details, fence, lines, type Markdown, md, paragraphs, table } from "../../markdown/markdown.ts";
import type { Production } from "../../production/production.ts";
import { counted } from "../../text/amounts.ts";
import { measuredRows, suggestedPart } from "../status/measured-text.ts";
import { stepRow } from "./run-here-text.ts";

export type TriedView = {
  /** As it ran, with few events. */
  readonly production: Production;
  readonly here: readonly StepHere[];
  readonly left: readonly { readonly step: string; readonly why: string }[];
  readonly said: ReadonlyMap<LocalReport, readonly string[]>;
  readonly suggestions: readonly StepSuggestion[];
};

export type TryoutView = {
  readonly tried: readonly TriedView[];
  readonly refused: readonly string[];
  /** Productions beyond those that are tried. */
  readonly more: number;
  /** Minutes after which jobs were stopped; `undefined`: all ended by themselves. */
  readonly stoppedAfter: number | undefined;
};

/** The summary of a try-out. Numbers and logs are a payload's own; its text stays in blocks that it cannot end. */
export const tryoutMarkdown = (view: TryoutView): string =>
  paragraphs([
    md`**${tryoutText(view)}**`,
    ...(view.tried.length === 0
      ? []
      : [
          md`Measured by the payload itself: a payload can make these numbers and logs say what it likes. Nobody's approval and no rule of ${code("policy")} depends on them.`,
        ]),
    ...view.tried.map(triedPart),
    ...(view.refused.length === 0
      ? []
      : [
          lines(
            view.refused
              .slice(0, maxTried)
              .map((folder) => md`- ${folder} was not tried: its request has problems, which the check lists.`),
          ),
        ]),
    ...(view.more === 0 ? [] : [md`${counted(view.more, "more production")} did not fit into one try-out.`]),
  ]).markdown;

/** One line: for the log too. */
export const tryoutText = ({ tried, refused, stoppedAfter }: TryoutView): string => {
  const reports = tried.flatMap(({ here }) => here.flatMap(reportsOf));
  if (reports.length === 0)
    return tried.length === 0 && refused.length === 0
      ? "No step of a production changed, so nothing was tried."
      : "Nothing could be tried here.";
  const finished = reports.filter(({ end }) => end.kind === "finished").length;
  const failed = failedOf(reports).length;
  const stopped = stoppedAfter === undefined ? "" : `, stopped after ${stoppedAfter} minutes`;
  return `Tried out: ${counted(finished, "job")} finished, ${failed === 0 ? "none" : failed} failed${stopped}.`;
};

const maxTried = 20;

const triedPart = ({ production, here, left, said, suggestions }: TriedView): Markdown => {
  const { tag, version, row: run } = production;
  const rows = here.map(stepRow);
  const remarks = rows.flatMap(([step = "", , , , , remark = ""]) => (remark === "" ? [] : [md`- ${step}: ${remark}`]));
  const measured = measuredRows(production, here).map(asNextToAsked);
  const [words, ...suggested] = suggestedPart(suggestions).flatMap((part) => part.split("\n"));
  return paragraphs([
    md`### ${tag} ${version}${run === undefined ? "" : `, run ${run.run}`}`,
    ...(rows.length === 0
      ? []
      : [
          table(
            ["step", "jobs finished", "failed", "files"],
            rows.map(([step = "", jobs = "", finished = "", failed = "", files = ""]) => [
              ...[step, `${finished} of ${jobs}`, failed, files],
            ]),
          ),
        ]),
    ...(remarks.length === 0 ? [] : [lines(remarks)]),
    ...(left.length === 0 ? [] : [lines(left.map(({ step, why }) => md`- ${step} was not tried: ${why}`))]),
    ...(measured.length === 0 ? [] : [table(measuredHere, measured)]),
    ...(words === undefined ? [] : [md`${words}`, fence("text", suggested.map((line) => line.trim()).join("\n"))]),
    ...here.flatMap((step) =>
      reportsOf(step)
        .slice(0, shownLogs)
        .map((report) => logPart(step.step, report, said.get(report) ?? [])),
    ),
  ]);
};

/** Narrow enough for a phone: the measured value and the one that the request allows share one cell. */
const measuredHere = ["step", "longest job", "most memory", "CPU, output per event"];
const asNextToAsked = ([step = "", longest, walltime, most, memory, cpu, , output]: readonly string[]) => [
  ...[step, withAsked(longest, walltime, "walltime"), withAsked(most, memory, "memory"), `${cpu}, ${output}`],
];

const withAsked = (measured = "", asked = "", key = ""): string =>
  asked === "not said" ? `${measured}, no ${key} given` : `${measured} of ${asked}`;

/** Of each step: more say the same, mostly. */
const shownLogs = 3;
/** UTF-16 units. */
const maxLogLineLength = 300;

const logPart = (step: string, { number, end }: LocalReport, said: readonly string[]): Markdown => {
  const job = `${step}, job ${number}`;
  const isSilent = said.every((line) => line.trim() === "");
  const log = isSilent ? [] : [fence("text", said.map((line) => cut(line, maxLogLineLength)).join("\n"))];
  const words = isSilent ? "Its log is empty." : "The last lines of its log:";
  switch (end.kind) {
    case "finished":
      return isSilent ? md`` : details(`Last lines of the log of ${job}`, paragraphs(log));
    case "stopped":
      return paragraphs([md`${job} was stopped. ${words}`, ...log]);
    case "failed": {
      const exit = end.exitCode === undefined ? "" : `, exit code ${end.exitCode}`;
      return paragraphs([md`**${job} failed at ${end.stage}${exit}.** ${end.words} ${words}`, ...log]);
    }
  }
};
