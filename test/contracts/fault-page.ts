import { type CallName, type Entry, faultTable, passes } from "./fault-table.ts";

const columns: Readonly<Record<string, readonly CallName[]>> = {
  reads: ["health", "find archive", "read back", "requestNamed", "tasksNamed"],
  upload: ["upload"],
  check: ["check"],
  submit: ["submit"],
  order: ["order"],
};

/** The tables of `fault-table.ts` as docs/panda.md shows them: what ends alike stands in one row. */
export const faultPage = (): string =>
  [
    "What our client makes of a fault, how often the sandbox PanDA is called (a read meets the fault each time), and",
    "`+N` for workflows that iDDS took through it. `-`: the call cannot meet it.",
    "",
    table(
      ["fault", ...Object.keys(columns)],
      grouped(
        faultTable.map(({ fault, cells }) => [
          fault,
          ...Object.values(columns).map((calls) => shown(calls.map((call) => cells[call]))),
        ]),
      ),
    ),
    "",
    "Where one reconcile pass with the fault ends, and where it stands an hour, PanDA's daemons and six more passes later:",
    "",
    table(
      ["fault", "then, submissions", "later, submissions"],
      grouped(
        passes.map(({ fault, state, submissions, later, laterSubmissions }) => [
          fault,
          `\`${state}\` ${submissions}`,
          `\`${later}\` ${laterSubmissions}`,
        ]),
      ),
    ),
  ].join("\n");

const shown = (entries: readonly Entry[]): string => {
  const cells = entries.flatMap((entry) => (typeof entry === "string" ? [] : [entry]));
  const words = cells.map(
    ({ outcome, calls, submissions }) => `${outcome} ${calls}${submissions === 0 ? "" : ` +${submissions}`}`,
  );
  return words.length === 0 ? "-" : [...new Set(words)].join(", ");
};

/** Rows that differ in their first cell alone become one. */
const grouped = (rows: readonly (readonly string[])[]): readonly (readonly string[])[] =>
  [...Map.groupBy(rows, ([, ...rest]) => rest.join(" | ")).values()].map((alike) => [
    alike.map(([fault]) => fault).join("; "),
    ...(alike[0]?.slice(1) ?? []),
  ]);

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
