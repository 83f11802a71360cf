import type { Explained } from "./explained.ts";

export const runCodes = {
  "bad-run-list": {
    title: "A run list cannot be read",
    wayOut: "Write plain text with one run a line; comments begin with `#`.",
  },
  "bad-list-head": {
    title: "The head of a list does not say where it comes from",
    why: "Everybody can read it, so it holds no password.",
    hint: "write `# source: ...`, `# query: ...` and `# date: 2026-11-29` above all else, each once, or leave them out. `shrek runs add` writes them",
  },
  "bad-run": {
    title: "A line of a run list is not a run",
  },
  "bad-run-column": {
    title: "A column of a run list is not known, or has no number",
    wayOut:
      "Begin the list with `run segments events`, or one of these, with a number for each run. `priority` holds 900 to 1100.",
  },
  "duplicate-run": {
    title: "A run is twice in the lists of a production",
    hint: "remove one of the two lines",
  },
  "run-outside-period": {
    title: "A run is not of the data-taking period",
    hint: "correct the number; a new period goes into `runs` of the conventions, in a pull request of its own",
  },
  "run-list-sent": {
    title: "A list of runs is among the files that are sent along",
  },
  "same-data-each-run": { title: "Every run of a list would read the same data", weight: "certain" },
  "promised-run-removed": {
    title: "A run that was submitted is not in the list any more",
    hint: "put the line back. To give the run up, withdraw it first: `/shrek withdraw keep TAG@VERSION#RUN reason=...`; or raise the version, which processes all runs again",
  },
  "promised-run-changed": {
    title: "The list says other things of a run that was submitted",
    why: "Its data were made with the old values.",
    hint: "put the old values back, or raise the version, which processes all runs again",
  },
  "cannot-start": {
    title: "A production could not begin by itself",
    why: "It must be visible to SHREK, of a known size, and allowed by the conventions.",
  },
  "reads-runs": {
    title: "A production without runs reads one that has a submission for each run",
  },
} as const satisfies Readonly<Record<string, Explained>>;
