import { coreHoursForeseen } from "../../ledger/intended-steps.ts";
import type { StepCompletion } from "../../ledger/step-completion.ts";
import { compareText } from "../../problems/problem.ts";
import { cardOf } from "../ledger/card.ts";
import { resultOf } from "../status/result-text.ts";
import type { AccountRow } from "./site-data.ts";
import { firstPart, type WholeSubmission } from "./submission-data.ts";

/** What one submission adds to the account of its group, the first part of its tag and its month; `undefined`: nothing was intended. */
export const accountRowOf = ({ key, events, state }: WholeSubmission): AccountRow | undefined => {
  if (!("intent" in state)) return undefined;
  const { intent } = state;
  const card = cardOf(key, state);
  const result = resultOf(state);
  const foreseen = coreHoursForeseen(intent);
  return {
    group: intent.panda.workingGroup,
    firstPart: firstPart(intent.tag),
    month: (events[0]?.at ?? "").slice(0, 7),
    submissions: 1,
    jobs: intent.jobs ?? 0,
    hoursForeseen: foreseen ?? 0,
    unforeseen: foreseen === undefined ? 1 : 0,
    hoursUsed: card?.coreHours.used ?? 0,
    unknown: card !== undefined && card.coreHours.used === null ? 1 : 0,
    ...{ files: result.files ?? 0, bytes: result.bytes ?? 0 },
    failedJobs: (state.past.completion?.steps ?? []).reduce((all, step) => all + failedIn(step), 0),
  };
};

const failedIn = (step: StepCompletion): number =>
  step.kind === "not-known" ? 0 : Object.values(step.failures).reduce((all, count) => all + count, 0);

export const accountKey = ({ group, firstPart: first, month }: AccountRow): string =>
  JSON.stringify([month, first, group]);

export const addAccounts = (a: AccountRow | undefined, b: AccountRow): AccountRow =>
  a === undefined
    ? b
    : {
        ...b,
        submissions: a.submissions + b.submissions,
        jobs: a.jobs + b.jobs,
        hoursForeseen: hundredths(a.hoursForeseen + b.hoursForeseen),
        unforeseen: a.unforeseen + b.unforeseen,
        hoursUsed: hundredths(a.hoursUsed + b.hoursUsed),
        unknown: a.unknown + b.unknown,
        files: a.files + b.files,
        bytes: a.bytes + b.bytes,
        failedJobs: a.failedJobs + b.failedJobs,
      };

/** Sums of fractions without their noise. */
const hundredths = (value: number): number => Math.round(value * 100) / 100;

export const inOrder = (rows: readonly AccountRow[]): readonly AccountRow[] =>
  rows.toSorted(
    (a, b) => compareText(b.month, a.month) || compareText(a.firstPart, b.firstPart) || compareText(a.group, b.group),
  );

const columns = {
  month: "month",
  firstPart: "tag_part_1",
  group: "group",
  submissions: "submissions",
  jobs: "jobs",
  hoursForeseen: "core_hours_foreseen",
  unforeseen: "submissions_with_unknown_forecast",
  hoursUsed: "core_hours_used",
  unknown: "submissions_with_unknown_use",
  files: "files",
  bytes: "bytes",
  failedJobs: "failed_jobs",
} as const satisfies Readonly<Record<keyof AccountRow, string>>;
const keys = Object.keys(columns) as readonly (keyof AccountRow)[];

/** The same for a spreadsheet. */
export const accountsCsv = (rows: readonly AccountRow[]): string =>
  [Object.values(columns), ...rows.map((row) => keys.map((key) => row[key]))]
    .map((cells) => `${cells.map(csvCell).join(",")}\r\n`)
    .join("");

/** A spreadsheet would compute what begins like a formula. */
const csvCell = (value: string | number): string => {
  const text = typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
