import { mermaidGraph } from "../plan/mermaid.ts";
import type { Plan, PlannedStep } from "../plan/plan.ts";
import { textTable } from "./text-table.ts";

/** What would run, for a terminal. */
export const planText = (plan: Plan, sample?: string): string => {
  const lines = [
    `${plan.tag} ${plan.version}${plan.trial ? " (trial)" : ""}, from ${plan.folder}`,
    `${plan.steps.length} ${plan.steps.length === 1 ? "step" : "steps"}, ${count(plan.total.jobs)} jobs, at most ${hours(plan.total.coreHours)} core-hours; datasets begin with ${plan.outDS}`,
    ...estimateLine(plan),
    ...(sample === undefined ? [] : [sample]),
    "",
    textTable(
      ["step", "jobs", "events", "core-hours", "memory", "attempts", "sites"],
      plan.steps.map((step) => [
        step.step,
        count(step.jobs),
        count(step.events),
        hours(step.coreHours),
        step.memory === null ? "unknown" : `${step.memory} MB`,
        String(step.maxAttempt),
        step.sites.join(","),
      ]),
    ),
    "",
    "Output datasets (PanDA puts the step's number for NNN):",
    ...plan.steps.flatMap(({ outputs }) =>
      outputs.map(({ dataset, files }) => `  ${dataset}  ${count(files)} ${files === 1 ? "file" : "files"}`),
    ),
    "",
    "Inputs from outside:",
    ...externalInputs(plan),
    "",
    mermaidGraph(plan),
    "",
    "As prun commands:",
    ...plan.steps.map(({ prun }) => `  ${prun}`),
  ];
  return `${lines.join("\n")}\n`;
};

/** What the author thinks it will cost in truth; nothing where nobody said it. */
const estimateLine = ({ total: { estimate } }: Plan): readonly string[] => {
  const parts = [
    ...(estimate.coreHours === null ? [] : [`${hours(estimate.coreHours)} core-hours`]),
    ...(estimate.gigabytes === null ? [] : [`${hours(estimate.gigabytes)} GB of output`]),
  ];
  return parts.length === 0 ? [] : [`The author expects ${parts.join(" and ")}.`];
};

const externalInputs = (plan: Plan): readonly string[] => {
  const made = new Set(plan.steps.flatMap(({ outputs }) => outputs.map(({ dataset }) => dataset)));
  const outside = plan.steps.flatMap(({ step, inputs }: PlannedStep) =>
    inputs
      .filter(({ dataset }) => !made.has(dataset))
      .map(({ dataset, files, stream }) => `  ${dataset}  ${count(files)} files expected, ${stream} of ${step}`),
  );
  return outside.length === 0 ? ["  none"] : outside;
};

/** Grouped by thousands without a locale: the same on every machine. */
const count = (value: number | null): string =>
  value === null ? "unknown" : String(value).replace(/\B(?=(\d{3})+$)/g, " ");
const hours = (value: number | null): string => (value === null ? "unknown" : count(Math.round(value)));
