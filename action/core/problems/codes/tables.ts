import type { Explained } from "./explained.ts";

/** What can be wrong with a table of jobs, and with lists of files that are cut into jobs. */
export const tableCodes = {
  "bad-file-list": {
    title: "A list of files cannot be read",
    why: "A job would open another file, or none, or the same one twice.",
    wayOut:
      "Write the path or address of one file a line. With more columns the first line names them: file,bytes,events,checksum.",
  },
  "unreadable-name": {
    title: "The name of a file does not say its keys, or says them in two ways",
    why: "Keys say which files belong together; a wrong one puts a file into another job, and no job fails.",
    wayOut: "Correct `names`, or the list. What is the same in all names is written as text and not as a key.",
  },
  "bad-keys": {
    title: "`by` or `complete` name keys that do not fit",
    why: "SHREK cuts lists of files into jobs by the keys in their names, and joins several lists by the keys that they share.",
    wayOut: "Name keys of `names`. Another input is joined by keys of the first one, or read whole.",
  },
  "lock-differs": {
    title: "`inputs.lock` does not say what the lists give",
    why: "What is in the lock was looked at and approved; other jobs would run.",
    wayOut: "Run `shrek bump` on the production, look at the lines that it changes, and commit them.",
    isHint: true,
  },
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
} as const satisfies Record<string, Explained>;
