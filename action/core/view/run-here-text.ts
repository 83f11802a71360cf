import { type Measured, measuredOf, type Suggested, suggestedFor } from "../jobs/measured.ts";
import type { LocalReport, StepHere } from "../jobs/run-report.ts";
import type { Production, Step } from "../judge/production.ts";
import { counted } from "./cost-words.ts";
import { textTable } from "./text-table.ts";

/** Nothing failed, and every step had something to do. */
export const runWentWell = (steps: readonly StepHere[]): boolean =>
  steps.every(({ state }) => (state.kind === "ran" ? failedOf(state.reports).length === 0 : state.kind === "given"));

/** What became of a run on this machine: a table of jobs, what failed and why, what was measured. */
export const runHereText = (
  production: Production,
  steps: readonly StepHere[],
  suggestions: readonly StepSuggestion[],
): string =>
  [
    headline(production, steps),
    textTable(["step", "jobs", "finished", "failed", "files", ""], steps.map(stepRow)),
    ...steps.flatMap(failuresOf),
    ...measuredPart(production, steps),
    ...suggestedPart(suggestions),
  ].join("\n\n");

const reportsOf = ({ state }: StepHere): readonly LocalReport[] => (state.kind === "ran" ? state.reports : []);
const failedOf = (reports: readonly LocalReport[]): readonly LocalReport[] =>
  reports.filter(({ end }) => end.kind === "failed");

const headline = ({ tag, version }: Production, steps: readonly StepHere[]): string => {
  const reports = steps.flatMap(reportsOf);
  const failed = failedOf(reports).length;
  return `${tag} ${version}: ${counted(reports.length - failed, "job")} finished, ${failed === 0 ? "none" : failed} failed`;
};

const stepRow = (here: StepHere): readonly string[] => {
  const { state, step } = here;
  switch (state.kind) {
    case "given":
      return [step, "0", "0", "0", "0", "its files were given"];
    case "not-run":
      return [step, "0", "0", "0", "0", `did not run: ${state.why}`];
    case "ran": {
      const { reports } = state;
      const failed = failedOf(reports).length;
      const files = reports.reduce((sum, { outputs }) => sum + outputs.length, 0);
      return [step, reports.length, reports.length - failed, failed, files, remarkOf(state)].map(String);
    }
  }
};

const remarkOf = ({ reports, left, fewer }: Extract<StepHere["state"], { readonly kind: "ran" }>): string => {
  const kept = reports.filter((report) => report.kept).length;
  return [
    ...(kept === 0 ? [] : [`${kept} from an earlier run`]),
    ...(left === 0 ? [] : [`${left} more were not asked for`]),
    ...(fewer.length === 0 ? [] : [`jobs got fewer files of ${fewer.join(", ")} than the request says`]),
  ].join("; ");
};

/** So many are shown of a step: more fail for the same reason, mostly. */
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

const measuredPart = ({ steps: all }: Production, steps: readonly StepHere[]): readonly string[] => {
  const rows = all.flatMap((step) => {
    const here = steps.find((one) => one.step === step.name);
    const measured = here === undefined ? undefined : measuredOf(step, reportsOf(here));
    return measured === undefined ? [] : [measuredRow(step, measured)];
  });
  if (rows.length === 0) return [];
  const heads = [
    "step",
    "longest job",
    "walltime",
    "most memory",
    "memory",
    "CPU per event",
    "estimate",
    "output per event",
    "estimate",
  ];
  return [`Measured here, beside what the request says:\n\n${textTable(heads, rows)}`];
};

const measuredRow = (
  step: Step,
  { seconds, megabytes, perEvent, cpuSeconds, output, jobs }: Measured,
): readonly string[] => {
  const { estimate = {} } = step;
  return [
    step.name,
    timeWords(seconds),
    step.walltime === undefined ? "not said" : `${step.walltime} h`,
    megabytes === undefined ? "too short to see" : `${Math.ceil(megabytes)} MB`,
    step.memory === undefined ? "not said" : `${step.memory * step.cores} MB`,
    perEvent === undefined
      ? perJob(cpuSeconds === undefined ? undefined : cpuSeconds / jobs, "s")
      : figureWords(perEvent.seconds, "s"),
    estimate.seconds === undefined ? "not said" : `${estimate.seconds} s`,
    perEvent === undefined ? perJob(output / jobs, "MB") : figureWords(perEvent.megabytes, "MB"),
    estimate.megabytes === undefined ? "not said" : `${estimate.megabytes} MB`,
  ];
};

/** What a step could say, by its jobs here. */
export type StepSuggestion = { readonly step: string; readonly suggested: Suggested };

/** `asked`: the production as the request has it; `run`: as it ran, perhaps with fewer events. */
export const suggestionsOf = (
  asked: Production,
  run: Production,
  steps: readonly StepHere[],
): readonly StepSuggestion[] =>
  asked.steps.flatMap((step) => {
    const ran = run.steps.find(({ name }) => name === step.name);
    const here = steps.find((one) => one.step === step.name);
    const measured = ran === undefined || here === undefined ? undefined : measuredOf(ran, reportsOf(here));
    if (measured === undefined) return [];
    const suggested = suggestedFor(step, measured, ran?.eventsPerJob);
    return Object.keys(suggested).length === 0 ? [] : [{ step: step.name, suggested }];
  });

const suggestedPart = (suggestions: readonly StepSuggestion[]): readonly string[] =>
  suggestions.length === 0
    ? []
    : [
        [
          "Suggested by that, with room for jobs and machines that differ:",
          ...suggestions.map(({ step, suggested }) => `  ${step}: ${suggestedWords(suggested)}`),
        ].join("\n"),
      ];

/** As YAML of a step. */
const suggestedWords = ({ estimate = {}, memory, walltime }: Suggested): string =>
  [
    ...(Object.keys(estimate).length === 0
      ? []
      : [
          `estimate: { ${Object.entries(estimate)
            .map(([key, value]) => `${key}: ${value}`)
            .join(", ")} }`,
        ]),
    ...(memory === undefined ? [] : [`memory: ${memory}`]),
    ...(walltime === undefined ? [] : [`walltime: ${walltime}`]),
  ].join(", ");

const figureWords = (value: number | undefined, unit: string): string =>
  value === undefined ? "too short to see" : `${Number(value.toPrecision(2))} ${unit}`;
const perJob = (value: number | undefined, unit: string): string =>
  value === undefined ? "too short to see" : `${figureWords(value, unit)} a job`;

const timeWords = (seconds: number): string =>
  seconds < 100
    ? `${seconds.toFixed(1)} s`
    : seconds < 6000
      ? `${Math.ceil(seconds / 60)} min`
      : `${(seconds / 3600).toFixed(1)} h`;
