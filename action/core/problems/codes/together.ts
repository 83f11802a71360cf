import type { Explained } from "./explained.ts";

export const togetherCodes = {
  "unknown-production": { title: "Unknown production" },
  "unknown-step": { title: "The other production has no such step" },
  "files-differ": {
    title: "`files` differs from the output of the other production",
    why: "The plan is computed from `files`.",
  },
  "events-differ": {
    title: "`eventsPerJob` differs from the events in the input files",
    why: "The job would skip data, or ask for more events than there are.",
  },
  "mixed-builds": { title: "The software release differs from that of the input data" },
  "mixed-conditions": { title: "The conditions differ from those of the input data" },
  "production-cycle": { title: "Productions read each other's data" },
  "reads-superseded": { title: "The input data are superseded" },
  "reads-bad": {
    title: "The input data are bad",
    why: "By `/shrek declare bad`, or because the step that `validates` them failed.",
    wayOut: "Read the version in the message, or acknowledge why these data do.",
    weight: "certain",
  },
  "reads-ended": {
    title: "The input version has ended",
  },
  "supersedes-itself": { title: "A production supersedes itself" },
  "seeds-exhausted": { title: "The next seeds of a stream are larger than the generator takes" },
} as const satisfies Record<string, Explained>;
