import { mermaidGraph } from "../plan/mermaid.ts";
import type { Plan, PlannedStep } from "../plan/plan.ts";
import { counted } from "../text/amounts.ts";
import { costCells, costRows, stepCells } from "./cost-table.ts";
import { costWords, destinationWords, estimateWords } from "./cost-words.ts";
import { type Governed, governedLines } from "./governed.ts";
import { pairWords } from "./pair-words.ts";
import { limitWords } from "./runs-words.ts";
import { buildWords, packWords, tableWords } from "./table-words.ts";
import { textTable } from "./text-table.ts";

/** What would run, for a terminal. */
export const planText = (plan: Plan, governed: Governed, sample?: string): string => {
  const cost = costWords([plan]);
  const steps = stepCells(plan);
  const lines = [
    `${plan.tag} ${plan.version}${plan.trial ? " (trial)" : ""}, from ${plan.folder}`,
    `${counted(plan.steps.length, "step")}, ${cost.amount}; datasets begin with ${plan.outDS}`,
    ...(plan.runs === undefined
      ? []
      : [
          `${counted(plan.runs.count, "run")}, each one submission${limitWords(plan.runs)}; the following is of run ${plan.runs.shown}`,
        ]),
    ...cost.why,
    ...estimateWords(plan),
    ...destinationWords(plan),
    ...(sample === undefined ? [] : [sample]),
    ...buildWords(plan),
    ...pairWords(plan),
    ...tableWords(plan),
    ...packWords(plan),
    "",
    textTable(steps.heads, steps.rows),
    "",
    ...governedLines(governed),
    "",
    "Output datasets (PanDA puts the step's number for NNN):",
    ...plan.steps.flatMap(({ outputs }) =>
      outputs.map(({ dataset, files }) => `  ${dataset}  ${counted(files, "file")}`),
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

/** All that a command shows, in a table with a sum; nothing of a single one. */
export const sumText = (plans: readonly Plan[]): readonly string[] => {
  const { heads, rows } = costCells(costRows(plans));
  return rows.length === 0 ? [] : [`${textTable(heads, rows)}\n`];
};

const externalInputs = (plan: Plan): readonly string[] => {
  const made = new Set(plan.steps.flatMap(({ outputs }) => outputs.map(({ dataset }) => dataset)));
  const outside = plan.steps.flatMap(({ step, inputs }: PlannedStep) =>
    inputs
      .filter(({ dataset }) => !made.has(dataset))
      .map(
        ({ dataset, files, stream }) =>
          `  ${dataset}  ${files === null ? "number of files unknown" : `${counted(files, "file")} expected`}, ${stream} of ${step}`,
      ),
  );
  return outside.length === 0 ? ["  none"] : outside;
};
