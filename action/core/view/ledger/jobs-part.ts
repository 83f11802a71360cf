import type { StepCompletion } from "../../ledger/event.ts";
import { cell } from "../../markdown/page-cell.ts";
import { compareText } from "../../problems/problem.ts";

/** What the jobs said when it ended; a figure that nobody told is "not known". */
export const jobsPart = (steps: readonly StepCompletion[]): string => {
  const head = "\n| step | jobs | sites | failures |\n|---|---|---|---|\n";
  return `${head}${steps.map((step) => `| ${jobsRow(step).map(cell).join(" | ")} |`).join("\n")}\n`;
};

const jobsRow = (record: StepCompletion): readonly string[] => {
  const { step } = record;
  if (record.kind === "not-known") return [step, `not known: ${record.reason}`, "not known", "not known"];
  const { kind, count, first, last, sites, failures } = record;
  const jobs = `${count}, ${first} to ${last}`;
  if (kind === "unsuccessful")
    return [step, `of those that did not succeed: ${jobs}`, countsOf(sites), countsOf(failures)];
  return [step, jobs, countsOf(sites), countsOf(failures) || "none"];
};

const countsOf = (counts: Readonly<Record<string, number>>): string =>
  sorted(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(", ");

const sorted = <T>(entries: Readonly<Record<string, T>>): readonly (readonly [string, T])[] =>
  Object.entries(entries).toSorted(([a], [b]) => compareText(a, b));
