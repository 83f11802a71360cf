import { type Measured, measuredOf, type StepSuggestion, type Suggested } from "../../jobs/measured.ts";
import { reportsOf, type StepHere } from "../../jobs/run-report.ts";
import { textTable } from "../../markdown/text-table.ts";
import type { Production, Step } from "../../production/production.ts";
import { roundly } from "../../text/amounts.ts";

/** A table of what the jobs of each step used, next to what the request says of it. */
export const measuredPart = (production: Production, steps: readonly StepHere[]): readonly string[] => {
  const rows = measuredRows(production, steps);
  return rows.length === 0 ? [] : [`Measured here, beside what the request says:\n\n${textTable(measuredHeads, rows)}`];
};

const measuredHeads = [
  "step",
  "longest job",
  "walltime",
  "most memory",
  "memory",
  "CPU per event",
  "estimate",
  "output per event",
  "estimate",
] as const;

export const measuredRows = ({ steps: all }: Production, steps: readonly StepHere[]): readonly (readonly string[])[] =>
  all.flatMap((step) => {
    const here = steps.find((one) => one.step === step.name);
    const measured = here === undefined ? undefined : measuredOf(step, reportsOf(here));
    return measured === undefined ? [] : [measuredRow(step, measured)];
  });

const measuredRow = (
  step: Step,
  { seconds, megabytes, perEvent, cpuSeconds, output, jobs }: Measured,
): readonly string[] => {
  const { estimate = {} } = step;
  return [
    step.name,
    timeText(seconds),
    step.walltime === undefined ? "not said" : `${step.walltime} h`,
    megabytes === undefined ? "too short to see" : `${Math.ceil(megabytes)} MB`,
    step.memory === undefined ? "not said" : `${step.memory * step.cores} MB`,
    perEvent === undefined
      ? perJob(cpuSeconds === undefined ? undefined : cpuSeconds / jobs, "s")
      : figureText(perEvent.seconds, "s"),
    estimate.seconds === undefined ? "not said" : `${estimate.seconds} s`,
    perEvent === undefined ? perJob(output / jobs, "MB") : figureText(perEvent.megabytes, "MB"),
    estimate.megabytes === undefined ? "not said" : `${estimate.megabytes} MB`,
  ];
};

/** What the request could say instead, as YAML of each step. */
export const suggestedPart = (suggestions: readonly StepSuggestion[]): readonly string[] =>
  suggestions.length === 0
    ? []
    : [
        [
          "Suggested by that, with room for jobs and machines that differ:",
          ...suggestions.map(({ step, suggested }) => `  ${step}: ${suggestedText(suggested)}`),
        ].join("\n"),
      ];

const suggestedText = ({ estimate = {}, memory, walltime }: Suggested): string =>
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

export const figureText = (value: number | undefined, unit: string): string =>
  value === undefined ? "too short to see" : `${Number(value.toPrecision(2))} ${unit}`;
const perJob = (value: number | undefined, unit: string): string =>
  value === undefined ? "too short to see" : `${figureText(value, unit)} a job`;

export const timeText = (seconds: number): string =>
  seconds < 100
    ? `${seconds < 0.1 ? roundly(seconds) : seconds.toFixed(1)} s`
    : seconds < 6000
      ? `${Math.ceil(seconds / 60)} min`
      : `${(seconds / 3600).toFixed(1)} h`;
