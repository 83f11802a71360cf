import type { Explained } from "./explained.ts";

export const togetherCodes = {
  "unknown-production": {
    title: "A production that nobody knows",
    why: "No request on this tree has that tag, and the ledger has no version of it.",
    wayOut: "Take the tag that is suggested, or name data that SHREK did not make with `dataset:`.",
  },
  "unknown-step": {
    title: "The other production has no such step",
    why: "What is read is the output of one step of the version that is named.",
    wayOut: "Use the name that is suggested.",
  },
  "expect-differs": {
    title: "`expect` is not what the other production makes",
    why: "The plan is computed from `expect`, and the files come from the other production.",
    wayOut: "Write the number that is told, or remove `expect`.",
  },
  "events-differ": {
    title: "A job is told another number of events than its files hold",
    why: "A part of the data would be left out, or the job would wait for events that are not there.",
    wayOut: "Write the number that is told, or acknowledge it.",
  },
  "mixed-builds": {
    title: "One software release reads data of another",
    why: "A chain is usually made with one release from end to end.",
    wayOut: "Use the release of the data, or acknowledge it.",
  },
  "mixed-conditions": {
    title: "One global tag of conditions reads data of another",
    why: "Calibrations that differ along a chain are hard to see in its data.",
    wayOut: "Use the conditions of the data, or acknowledge it.",
  },
  "production-cycle": {
    title: "Productions read each other's data",
    why: "Each would wait for the next, and none could be made again from the beginning.",
    wayOut: "Break the circle that is named.",
  },
  "reads-superseded": {
    title: "Something took the place of the data that are read",
    why: "Another production says that it supersedes them.",
    wayOut: "Read the one that is named, or acknowledge it.",
  },
  "supersedes-itself": {
    title: "A production takes its own place",
    why: "Readers of the old data are led to the new, and would go in a circle.",
    wayOut: "Let only the newest say what it supersedes.",
  },
  "seeds-exhausted": {
    title: "A stream's digits do not hold its next seeds",
    why: "Seeds of a stream go on where the last submission ended; a longer number would not fit the payload's field.",
    wayOut: "Raise `digits`, or begin another stream.",
  },
} as const satisfies Record<string, Explained>;
