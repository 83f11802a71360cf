import type { Explained } from "./explained.ts";

export const togetherCodes = {
  "unknown-production": {
    title: "Unknown production",
    why: "Neither this checkout nor the ledger has that tag.",
  },
  "unknown-step": {
    title: "The other production has no such step",
  },
  "files-differ": {
    title: "`files` differs from the output of the other production",
    why: "The plan is computed from `files`.",
  },
  "events-differ": {
    title: "`eventsPerJob` differs from the events in the input files",
    why: "The job would skip data, or ask for more events than there are.",
  },
  "mixed-builds": {
    title: "The software release differs from that of the input data",
    why: "A chain is usually made with one release.",
  },
  "mixed-conditions": {
    title: "The conditions differ from those of the input data",
    why: "Calibrations that differ along a chain are hard to see in its data.",
  },
  "production-cycle": {
    title: "Productions read each other's data",
    why: "Each would wait for the next.",
  },
  "reads-superseded": {
    title: "The input data are superseded",
    why: "Another production says so.",
  },
  "reads-bad": {
    title: "The input data are bad",
    why: "Somebody said so by `/shrek declare bad`, or the step that `validates` them did not succeed.",
    weight: "certain",
    wayOut: "Read the version in the message, or acknowledge it with the reason why these data do.",
  },
  "reads-ended": {
    title: "The input version has ended",
    why: "It was withdrawn, closed, superseded or never submitted.",
    wayOut:
      "`shrek bump` writes the newest of the same major that can be read, `shrek bump --major` the newest of all.",
  },
  "supersedes-itself": {
    title: "A production supersedes itself",
    why: "Readers would be referred in a circle.",
  },
  "seeds-exhausted": {
    title: "The next seeds of a stream are larger than the generator takes",
  },
} as const satisfies Record<string, Explained>;
