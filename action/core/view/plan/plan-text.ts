import { textTable } from "../../markdown/text-table.ts";
import type { MeasuredCost } from "../../outcomes/measured-cost.ts";
import { graphLines } from "../../plan/graph-text.ts";
import type { Plan, PlannedStep } from "../../plan/plan.ts";
import { counted } from "../../text/amounts.ts";
import { wrapped, wrappedCommand } from "../../text/wrap.ts";
import { costCells, costRows, costText, destinationText, estimateText, stepCells } from "./cost-text.ts";
import { goodnessText, limitText, startsText } from "./jobs-text.ts";
import { measuredCostLines } from "./measured-cost-text.ts";
import { pairText } from "./pair-text.ts";
import { type Governed, governedLines } from "./rules-text.ts";
import { buildText, originTexts, packText, tableText } from "./table-text.ts";

/** What would run, for a terminal of this width. `fate`: its outcome, as far as the ledger has it already. */
export const planText = (
  plan: Plan,
  governed: Governed,
  {
    sample,
    kept,
    fate,
    measured,
    width,
  }: {
    readonly sample?: string | undefined;
    readonly kept?: string | undefined;
    readonly fate?: string | undefined;
    readonly measured?: MeasuredCost | undefined;
    readonly width?: number | undefined;
  } = {},
): string => {
  const prose = (lines: readonly string[]): readonly string[] => lines.map((line) => wrapped(line, width));
  const steps = stepCells(plan);
  const lines = [
    ...prose(headLines(plan, sample, kept, fate)),
    "",
    textTable(steps.heads, steps.rows, width),
    "",
    ...measuredCostLines(measured, plan.tag, width),
    ...prose(governedLines(governed)),
    "",
    "Output datasets (PanDA puts the step's number for NNN):",
    ...prose(
      plan.steps.flatMap(({ outputs }) =>
        outputs.map(({ dataset, files }) => `  ${dataset}  ${counted(files, "file")}`),
      ),
    ),
    "",
    "Inputs from outside:",
    ...prose(externalInputs(plan)),
    "",
    "Steps:",
    ...prose(graphLines(plan)),
    "",
    "As prun commands:",
    ...plan.steps.map(({ prun }) => wrappedCommand(`  ${prun}`, width)),
  ];
  return `${lines.join("\n")}\n`;
};

const headLines = (
  plan: Plan,
  sample: string | undefined,
  kept: string | undefined,
  fate: string | undefined,
): readonly string[] => {
  const cost = costText([plan]);
  return [
    `${plan.tag} ${plan.version}${plan.trial ? " (trial)" : ""}, from ${plan.folder}`,
    ...(fate === undefined ? [] : [fate]),
    `${counted(plan.steps.length, "step")}, ${cost.amount}; datasets begin with ${plan.outDS}`,
    ...startsText(plan),
    ...(plan.runs === undefined || plan.starts?.grows !== undefined
      ? []
      : [
          `${counted(plan.runs.count, "run")}, each one submission${limitText(plan.runs)}; the following is of run ${plan.runs.shown}`,
        ]),
    ...cost.why,
    ...estimateText(plan),
    ...destinationText(plan),
    ...(sample === undefined ? [] : [sample]),
    ...(kept === undefined ? [] : [kept]),
    ...buildText(plan),
    ...pairText(plan),
    ...originTexts(plan),
    ...tableText(plan),
    ...packText(plan),
    ...goodnessText(plan),
  ];
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
        ({ dataset, files, name }) =>
          `  ${dataset}  ${files === null ? "number of files unknown" : `${counted(files, "file")} expected`}, ${name} of ${step}`,
      ),
  );
  const lists = plan.steps.flatMap(({ step, table }) =>
    (table?.cut?.inputs ?? []).map(
      ({ input, list, files }) => `  ${list}  ${counted(files, "file")} read by the jobs, ${input} of ${step}`,
    ),
  );
  return outside.length + lists.length === 0 ? ["  none"] : [...outside, ...lists];
};
