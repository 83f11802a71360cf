import type { Explained } from "./explained.ts";

export const runCodes = {
  "bad-run-list": {
    title: "A run list cannot be read",
    why: "Nobody knows which runs are meant, and a wrong run would be processed or a run left out.",
    wayOut: "Write a plain text file with one run a line; comments begin with `#`.",
  },
  "bad-run": {
    title: "A line of a run list is not a run",
    why: "A database prints a title, lines and the number of rows around its runs: `(138 rows)` is not run 138.",
    wayOut: "Write the run number alone, without zeros in front; `psql -At` prints nothing else.",
  },
  "bad-run-column": {
    title: "A column of a run list is not known, or has no number",
    why: "What stands beside a run reaches its payload, so a value in the wrong column makes wrong data.",
    wayOut:
      "Begin the list with the line `run segments events`, or with one of these columns, and give each run a number for each. A column `priority` holds 900 to 1100.",
  },
  "duplicate-run": {
    title: "A run stands twice in the lists of a production",
    why: "Each run is submitted once. Two lines may say different things of it.",
    wayOut: "Remove one of the two lines.",
    isHint: true,
  },
  "run-outside-period": {
    title: "A run is not of the data-taking period",
    why: "The conventions say which runs there can be. A slip of one digit is a run of another year.",
    wayOut: "Correct the number; a new period goes into `runs` of the conventions, in a pull request of its own.",
    isHint: true,
  },
  "run-list-sent": {
    title: "A list of runs is among the files that are sent along",
    why: "Files that are sent are content: an appended run would change all runs, so that each append needed a new version, which processes everything again.",
    wayOut:
      "Name the other files under `resources`, without `**` where it takes the list along; the run is `$run` in the payload.",
  },
  "same-data-each-run": {
    title: "Every run of a list would read the same data",
    weight: "certain",
    why: "Each run is a submission with its own datasets. Where the name of the first input does not say the run, each of them makes all of it again, under another run's name.",
    wayOut:
      "Write `{run}` into the name, or `{run:8}` with zeros in front. Where each run does read all of it, acknowledge it with the reason.",
  },
  "promised-run-removed": {
    title: "A run that was submitted is not in the list any more",
    why: "A submitted run stays as it was promised. Without its line in the list nobody sees that its data exist.",
    wayOut:
      "Put the line back. To give the run up, withdraw its block first: `/shrek withdraw keep TAG@VERSION#RUN reason=...`; or raise the version, which processes all runs again.",
    isHint: true,
  },
  "promised-run-changed": {
    title: "The list says other things of a run that was submitted",
    why: "What stands beside a run reaches its payload: its data were made with the old values.",
    wayOut: "Put the old values back, or raise the version, which processes all runs again.",
    isHint: true,
  },
  "reads-runs": {
    title: "A production without runs reads one that has a submission for each run",
    why: "Each block has datasets of its own, and new ones come: the data are never complete.",
    wayOut: "Give the reader `runs` too: each of its blocks reads the block of the same run, and waits for it.",
  },
} as const satisfies Readonly<Record<string, Explained>>;
