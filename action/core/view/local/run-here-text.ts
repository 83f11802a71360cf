import type { StepSuggestion } from "../../jobs/measured.ts";
import { failedOf, type LocalReport, reportsOf, type StepHere } from "../../jobs/run-report.ts";
import { textTable } from "../../markdown/text-table.ts";
import type { Production } from "../../production/production.ts";
import { counted } from "../../text/amounts.ts";
import { measuredPart, suggestedPart } from "../status/measured-text.ts";

/** What became of a run on this machine: a table of jobs, what failed and why, what was measured. */
export const runHereText = (
  production: Production,
  steps: readonly StepHere[],
  suggestions: readonly StepSuggestion[],
): string =>
  [
    runHeadline(production, steps),
    textTable(stepHeads, steps.map(stepRow)),
    ...steps.flatMap(failuresOf),
    ...measuredPart(production, steps),
    ...suggestedPart(suggestions),
  ].join("\n\n");

const runHeadline = ({ tag, version }: Production, steps: readonly StepHere[]): string => {
  const reports = steps.flatMap(reportsOf);
  const failed = failedOf(reports).length;
  return `${tag} ${version}: ${counted(reports.length - failed, "job")} finished, ${failed === 0 ? "none" : failed} failed`;
};

const stepHeads = ["step", "jobs", "finished", "failed", "files", ""] as const;

export const stepRow = (here: StepHere): readonly string[] => {
  const { state, step } = here;
  switch (state.kind) {
    case "given":
      return [step, "0", "0", "0", "0", "its files were given"];
    case "not-run":
      return [step, "0", "0", "0", "0", `did not run: ${state.why}`];
    case "ran": {
      const { reports } = state;
      const finished = reports.filter(({ end }) => end.kind === "finished").length;
      const files = reports.reduce((sum, { outputs }) => sum + outputs.length, 0);
      return [step, reports.length, finished, failedOf(reports).length, files, remarkOf(state)].map(String);
    }
  }
};

const remarkOf = ({ reports, left, fewer }: Extract<StepHere["state"], { readonly kind: "ran" }>): string => {
  const kept = reports.filter((report) => report.kept).length;
  const stopped = reports.filter(({ end }) => end.kind === "stopped").length;
  return [
    ...(stopped === 0 ? [] : [`${stopped} stopped before ${stopped === 1 ? "its" : "their"} end`]),
    ...(kept === 0 ? [] : [`${kept} from an earlier run`]),
    ...(left === 0 ? [] : [`${left} more were not asked for`]),
    ...(fewer.length === 0 ? [] : [`jobs got fewer files of ${fewer.join(", ")} than the request says`]),
  ].join("; ");
};

/** How many of a step are shown: more fail for the same reason, mostly. */
const shownFailures = 3;

const failuresOf = (here: StepHere): readonly string[] => {
  const failed = failedOf(reportsOf(here));
  const more = failed.length - shownFailures;
  return [
    ...failed.slice(0, shownFailures).map((report) => failureText(here.step, report)),
    ...(more > 0 ? [`${counted(more, "more job")} of ${here.step} failed.`] : []),
  ];
};

const failureText = (step: string, { number, end, log }: LocalReport): string => {
  if (end.kind !== "failed") return "";
  const code = end.exitCode === undefined ? "" : `, exit code ${end.exitCode}`;
  return [
    `${step}, job ${number}: failed at ${end.stage}${code}`,
    `  ${end.words}`,
    ...end.tail.filter((line) => line !== "").map((line) => `  | ${forTerminal(line)}`),
    `  log: ${log}`,
  ].join("\n");
};

/** A payload may print anything; a terminal must not obey it. */
const forTerminal = (line: string): string => line.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, "?");
