import { type Plan, type PlannedStep, sum } from "../../plan/plan.ts";
import { counted, roundly, sizeText, thousands } from "../../text/amounts.ts";

/** What several productions cost together; what one of them does not know is unknown of all. */
export const costOf = (plans: readonly Plan[]) => ({
  jobs: sum(plans.map(({ total }) => total.jobs)),
  coreHours: sum(plans.map(({ total }) => total.coreHours)),
  gigabytes: sum(plans.map(({ total }) => total.estimate.gigabytes)),
});

/** How many jobs run, of all steps together: a pull request says the same number everywhere. */
export const jobsText = (jobs: number | null): string =>
  jobs === null ? "an unknown number of jobs" : counted(jobs, "job");

export const amountText = ({ jobs, coreHours }: Pick<ReturnType<typeof costOf>, "jobs" | "coreHours">): string =>
  `${jobsText(jobs)}, ${coreHours === null ? "core-hours unknown" : `at most ${counted(roundly(coreHours), "core-hour")}`}`;

/** Jobs and upper limit of the cost; for an unknown figure the step that makes it unknown and the key that sets it. */
export const costText = (plans: readonly Plan[]): { readonly amount: string; readonly why: readonly string[] } => {
  const { jobs, coreHours } = costOf(plans);
  const steps = plans.flatMap((plan) =>
    plan.steps.map((step) => ({ step, named: `step ${step.step}${plans.length > 1 ? ` of ${plan.tag}` : ""}` })),
  );
  const uncounted = steps.find(({ step }) => step.jobs === null);
  const timeless = steps.find(({ step }) => step.walltime === null);
  return {
    amount: amountText({ jobs, coreHours }),
    why: [
      ...(uncounted === undefined ? [] : [jobsUnknown(uncounted.step, uncounted.named, coreHours === null)]),
      ...(timeless === undefined
        ? []
        : [`The core-hours are unknown because ${timeless.named} has no walltime: write walltime, in hours.`]),
    ],
  };
};

const jobsUnknown = ({ inputs: [primary] }: PlannedStep, named: string, cost: boolean): string =>
  primary?.filesPerJob === null
    ? `PanDA splits the input of ${named} by size, so the number of jobs is known only when the task runs.${cost ? " For a limit of the cost, write files: N or maxFiles: N at the input." : ""}`
    : `The number of jobs of ${named} is unknown because its input files are not counted: write files: N at the input.`;

/** The author's estimate of the real cost, next to the limit of the conventions; nothing where neither is given. */
export const estimateText = ({ total: { estimate, ceiling } }: Plan): readonly string[] => {
  const parts = [
    ...(estimate.coreHours === null ? [] : [counted(roundly(estimate.coreHours), "core-hour")]),
    ...(estimate.gigabytes === null ? [] : [`${gigabyteText(estimate.gigabytes)} of output`]),
  ];
  const expected = parts.length === 0 ? [] : [`The author expects ${parts.join(" and ")}`];
  const allowed = ceiling === undefined ? [] : [`the conventions allow a production ${counted(ceiling, "core-hour")}`];
  const words = [...expected, ...allowed].join("; ");
  return words === "" ? [] : [`${words[0]?.toUpperCase()}${words.slice(1)}.`];
};

/** PanDA has one storage element for a step, not one for each output (PANDA J13). */
export const destinationText = ({ steps }: Plan): readonly string[] =>
  steps.flatMap(({ step, destination, outputs }) =>
    destination === null
      ? []
      : `${outputs.length === 1 ? "The output" : `All ${outputs.length} outputs`} of ${step} ${outputs.length === 1 ? "goes" : "go"} to ${destination}.`,
  );

/** A number for a cell of a table: whole, grouped as in sentences. */
export const figure = (value: number | null): string => (value === null ? "unknown" : thousands(rounded(value)));

/** Less than ten has two figures, so that what is small is not nothing. */
const rounded = (value: number): number => (value < 10 ? Number(value.toPrecision(2)) : Math.round(value));

const gigabyteText = (value: number): string => (value < 1 ? sizeText(value * 1e9) : `${figure(value)} GB`);

/** MB per core, and those of further tries of what died of memory. */
const memoryText = ({ memory, retryMemory = [] }: PlannedStep): string =>
  memory === null ? "unknown" : `${[memory, ...retryMemory].join(", then ")} MB`;

/** Several productions side by side, with their sum: of a campaign nobody adds up a hundred tables. */
type CostRow = {
  readonly name: string;
  readonly jobs: number | null;
  readonly coreHours: number | null;
  readonly gigabytes: number | null;
};

const costHeads = ["production", "jobs", "core-hours", "GB expected"] as const;

/** The first rows, what is left out in one, and the sum of all. Empty for a single production. */
export const costRows = (plans: readonly Plan[], most = 50): readonly CostRow[] => {
  if (plans.length < 2) return [];
  const shown = plans.length > most ? plans.slice(0, most - 1) : plans;
  const rest = plans.slice(shown.length);
  return [
    ...shown.map((plan) => costRow(`${plan.tag} ${plan.version}`, [plan])),
    ...(rest.length === 0 ? [] : [costRow(`${rest.length} more`, rest)]),
    costRow(`all ${plans.length}`, plans),
  ];
};

const costRow = (name: string, plans: readonly Plan[]): CostRow => ({ name, ...costOf(plans) });

/** An unknown figure is `unknown`; without any estimate the column is left out. */
export const costCells = (
  rows: readonly CostRow[],
): { readonly heads: readonly string[]; readonly rows: readonly (readonly string[])[] } => {
  const isEstimated = rows.some(({ gigabytes }) => gigabytes !== null);
  return {
    heads: isEstimated ? costHeads : costHeads.slice(0, -1),
    rows: rows.map(({ name, jobs, coreHours, gigabytes }) => [
      name,
      figure(jobs),
      figure(coreHours),
      ...(isEstimated ? [figure(gigabytes)] : []),
    ]),
  };
};

export const stepCells = ({
  steps,
}: Plan): { readonly heads: readonly string[]; readonly rows: readonly (readonly string[])[] } => ({
  heads: ["step", "jobs", "events", "core-hours", "memory", "attempts", "sites"],
  rows: steps.map((step) => [
    step.step,
    figure(step.jobs),
    figure(step.events),
    figure(step.coreHours),
    memoryText(step),
    String(step.maxAttempt),
    step.sites.join(", "),
  ]),
});
