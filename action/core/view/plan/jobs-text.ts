import type { Plan, PlannedStep } from "../../plan/plan.ts";
import type { FirstRuns } from "../../production/pilot-runs.ts";
import { andMore, counted, joinedBy } from "../../text/amounts.ts";

/** What begins without a person once it is merged, when, and with how many jobs a day; nothing where nothing does. */
export const startsText = ({ starts, steps }: Pick<Plan, "starts" | "steps">): readonly string[] => {
  if (starts === undefined) return [];
  const { closed, grows } = starts;
  const inOne = steps.reduce<number | null>((sum, { jobs }) => (sum === null || jobs === null ? null : sum + jobs), 0);
  return [
    ...(closed.length === 0
      ? []
      : [`Begins by itself when ${joinedBy(closed, "and")} ${closed.length === 1 ? "is" : "are"} closed in Rucio.`]),
    ...(grows === undefined
      ? []
      : [
          `Begins by itself: each ${counted(grows.files, "new file")} of ${grows.dataset} ${grows.files === 1 ? "is" : "are"} a run of ${counted(inOne, "job")}, and what is left when it is closed; at most ${counted(grows.jobsPerDay, "job")} a day.`,
        ]),
  ];
};

/** What counts as good of the outputs, where a request says it. */
export const goodnessText = ({ steps }: Plan): readonly string[] => [
  ...steps.flatMap(({ step, checks }) => {
    if (checks === undefined) return [];
    const events =
      checks.least === undefined ? "" : ` and its outputs hold at least ${checks.least} of ${checks.of} events`;
    return [`A job of ${step} is good when its check passes${events}; else it fails with exit code 32.`];
  }),
  ...steps.flatMap((one) =>
    one.validates === undefined
      ? []
      : [
          `Data of ${stepsBefore(steps, one).join(", ")} are good when ${one.step} has succeeded: no other production reads them before.`,
        ],
  ),
];

const stepsBefore = (steps: readonly PlannedStep[], { parents }: PlannedStep): readonly string[] => {
  const found = new Set(parents);
  for (const name of found)
    for (const parent of steps.find(({ step }) => step === name)?.parents ?? []) found.add(parent);
  return steps.flatMap(({ step }) => (found.has(step) ? [step] : []));
};

/** Of a production that grows: what the merge would submit, and how many runs the ledger has. */
export type PredictedRuns = { readonly fresh: readonly number[]; readonly unchanged: number };

/** `3 new runs, 9 unchanged` */
export const runsCounted = ({ fresh, unchanged }: PredictedRuns): string =>
  [counted(fresh.length, "new run"), ...(unchanged === 0 ? [] : [`${unchanged} unchanged`])].join(", ");

/** What the reader has to know before the figures of one run. */
export const runsText = (runs: PredictedRuns, planned: PlannedRuns): string =>
  `Each run is one submission: ${runsCounted(runs)}${runs.fresh.length === 0 ? "" : ` (${namedRuns(runs.fresh)})`}${limitText(planned)}. The following is of run ${planned.shown}.`;

type PlannedRuns = NonNullable<Plan["runs"]>;

/** Where the request limits it: how many go first, and how many are at PanDA at one time. */
export const limitText = ({ count, first, atMost }: PlannedRuns): string => {
  const places = atMost === undefined ? "" : `, at most ${atMost} at PanDA at one time`;
  return first === undefined ? places : `, ${firstText(first, count)}${places}`;
};

const firstText = ({ runs, good }: FirstRuns, count: number): string =>
  count > runs
    ? `${counted(runs, "run")} first, ${count - runs} when ${good} of them ${good === 1 ? "is" : "are"} good`
    : `all among the first ${runs}`;
/** The first ones, and how many more. */
export const namedRuns = (runs: readonly number[]): string => andMore(runs.map(String), 10);
