import { details, type Markdown, md, table } from "../../markdown/markdown.ts";
import { textTable } from "../../markdown/text-table.ts";
import type { MeasuredCost, MeasuredStepCost } from "../../outcomes/measured-cost.ts";
import { counted, sizeText } from "../../text/amounts.ts";
import { figure } from "./cost-text.ts";

type CostMeasured = Extract<MeasuredCost, { readonly kind: "measured" }>;

/** For a comment: the whole production in a line, its steps in the fold below. */
export const measuredCostPart = (cost: MeasuredCost | undefined, tag: string): readonly Markdown[] => {
  if (cost === undefined) return [];
  return cost.kind === "nothing"
    ? [md`${nothingMeasured(tag)}`]
    : [details(measuredLine(cost, cost.of.replace("@", " ")), table(heads, rowsOf(cost)))];
};

/** The same for a terminal of this width. */
export const measuredCostLines = (
  cost: MeasuredCost | undefined,
  tag: string,
  width: number | undefined,
): readonly string[] => {
  if (cost === undefined) return [];
  return cost.kind === "nothing"
    ? [nothingMeasured(tag), ""]
    : [`${measuredLine(cost, cost.of)}.`, textTable(heads, rowsOf(cost), width), ""];
};

const nothingMeasured = (tag: string): string => `Nothing was measured before: no version of ${tag} is done.`;

/** A summary of GitHub's has no `@`. */
const measuredLine = ({ total: { jobs, coreHours, bytes } }: CostMeasured, of: string): string =>
  `Expected as measured of ${of}: ${[
    jobs === null ? "an unknown number of jobs" : counted(jobs, "job"),
    coreHours === null ? "core-hours unknown" : `${figure(coreHours)} core-hour${figure(coreHours) === "1" ? "" : "s"}`,
    bytes === null ? "output unknown" : sizeText(bytes),
  ].join(", ")}`;

const heads = ["step", "jobs", "core-hours", "output", "measured"] as const;

const rowsOf = ({ steps }: CostMeasured): readonly (readonly string[])[] =>
  steps.map((step) => [
    step.step,
    figure(step.jobs),
    figure(step.coreHours),
    step.bytes === null ? "unknown" : sizeText(step.bytes),
    sourceOf(step),
  ]);

const sourceOf = ({ measuredJobs, isChanged }: MeasuredStepCost): string =>
  measuredJobs === 0 ? "nothing" : `${counted(measuredJobs, "job")}${isChanged ? " of other work" : ""}`;
