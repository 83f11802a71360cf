import { callNames, type Entry, faultTable, passes, scenes } from "./fault-table.ts";

/** The tables of `fault-table.ts` as docs/panda-contract.md shows them. */
export const faultPage = (): string => {
  const reasons = [...new Set(faultTable.flatMap(({ cells }) => Object.values(cells).filter(isReason)))];
  return [
    "Once for each call and fault: what our client makes of it, how many calls the sandbox PanDA then counts, and how many",
    "workflows iDDS took through it (only if any). A read meets the fault each time it comes back.",
    "",
    table(
      ["fault", ...callNames],
      faultTable.map(({ fault, cells }) => [fault, ...callNames.map((call) => shown(cells[call], reasons))]),
    ),
    "",
    ...reasons.map((reason, index) => `${mark(index)} ${reason}.`),
    "",
    "What lies in PanDA's state, and how many workflows iDDS took through it in the end, hours and turns later:",
    "",
    table(
      ["scene", "call", "outcome", "submissions at once", "later"],
      scenes.map(({ name, call, cell, later }) => [
        name,
        call,
        `\`${cell.outcome}\``,
        String(cell.submissions),
        String(later),
      ]),
    ),
    "",
    "One reconcile pass with the fault, then an hour, PanDA's daemons, and six more passes:",
    "",
    table(
      ["fault", "state after one pass", "submissions", "state later", "submissions later"],
      passes.map(({ fault, state, submissions, later, laterSubmissions }) => [
        fault,
        `\`${state}\``,
        String(submissions),
        `\`${later}\``,
        String(laterSubmissions),
      ]),
    ),
  ].join("\n");
};

const isReason = (entry: Entry): entry is string => typeof entry === "string";
const mark = (index: number): string => `(${String.fromCharCode(97 + index)})`;

const shown = (entry: Entry, reasons: readonly string[]): string =>
  isReason(entry)
    ? mark(reasons.indexOf(entry))
    : `\`${entry.outcome}\` ${entry.calls}${entry.submissions === 0 ? "" : `, ${entry.submissions} submitted`}`;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
