import type { Explained } from "./explained.ts";

/** What can be wrong with a table of jobs, and with lists of files that are cut into jobs. */
export const tableCodes = {
  "bad-file-list": {
    title: "A list of files cannot be read",
    wayOut: "Write one path or address a line; a first line may name the columns file,bytes,events,checksum.",
  },
  "unreadable-name": {
    title: "The name of a file does not say its keys, or says them in two ways",
    wayOut: "Correct `names`, or the list; write what all names share as text.",
  },
  "bad-keys": {
    title: "`by` or `complete` name keys that do not fit",
  },
  "lock-differs": {
    title: "`inputs.lock` does not say what the lists give",
    why: "Other jobs would run than were approved.",
    hint: "run `shrek bump` on the production, look at the lines that it changes, and commit them",
  },
  "bad-table": {
    title: "A table of jobs cannot be read",
    wayOut: "Write CSV in UTF-8: the columns' names, then one row a job; values with commas in quotes.",
  },
  "unusual-cell": {
    title: "A value of a table is unlike all others of its column",
    why: "Such as a letter O for a zero, or a point for a comma.",
    weight: "likely",
    hint: "correct the value. If it is meant, say so with `acknowledge`",
  },
} as const satisfies Record<string, Explained>;
