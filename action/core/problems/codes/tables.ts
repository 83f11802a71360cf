import type { Explained } from "./explained.ts";

/** What can be wrong with a table of jobs. */
export const tableCodes = {
  "bad-table": {
    title: "A table of jobs cannot be read",
    why: "Each row is a job: a row that is cut or shifted would run with values of another column.",
    wayOut:
      "Write CSV in UTF-8: the columns' names, then one row a job with as many values; values with commas in quotes.",
  },
  "unusual-cell": {
    title: "A value of a table is unlike all others of its column",
    weight: "likely",
    why: "A letter O for a zero, a point for a comma or a forgotten value runs a job that nobody meant.",
    wayOut: "Correct the value. If it is meant, say so with `acknowledge`.",
    isHint: true,
  },
  "same-row-twice": {
    title: "Two rows of a table are equal",
    weight: "likely",
    why: "Two jobs do the same; without `seed` they make the same events.",
    wayOut: "Remove one of the rows, or add `seed` if more events of the same kind are meant.",
    isHint: true,
  },
  "row-unknown": {
    title: "A step does not know of which row of a table its jobs are",
    why: "PanDA's names do not say the row, and a retried job has another number. Only a file that a job of the table wrote says it.",
    wayOut:
      "Write `row: true` at an output of the step with the table and read it, one file a job; together with another output of that step with `pair: true` at both.",
  },
} as const satisfies Record<string, Explained>;
