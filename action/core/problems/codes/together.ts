import type { Explained } from "./explained.ts";

export const togetherCodes = {
  "unknown-production": {
    title: "Unknown production",
    why: "Neither this checkout nor the ledger has that tag.",
    wayOut: "Name data that SHREK did not make with `dataset:`.",
  },
  "unknown-step": {
    title: "The other production has no such step",
    why: "An input is the output of one step of one version.",
  },
  "files-differ": {
    title: "`files` differs from the output of the other production",
    why: "The plan is computed from `files`; the files come from the other production.",
    wayOut: "Write the number in the message, or remove `files`.",
  },
  "events-differ": {
    title: "`eventsPerJob` differs from the events in the input files",
    why: "The job would skip data, or ask for more events than there are.",
    wayOut: "Write the number in the message, or acknowledge it.",
  },
  "mixed-builds": {
    title: "The software release differs from that of the input data",
    why: "A chain is usually made with one release.",
    wayOut: "Use the data's release, or acknowledge it.",
  },
  "mixed-conditions": {
    title: "The conditions differ from those of the input data",
    why: "Calibrations that differ along a chain are hard to see in its data.",
    wayOut: "Use the data's conditions, or acknowledge it.",
  },
  "production-cycle": {
    title: "Productions read each other's data",
    why: "Each would wait for the next, and none could be reproduced.",
    wayOut: "Remove one of the connections in the message.",
  },
  "reads-superseded": {
    title: "The input data are superseded",
    why: "Another production says so.",
    wayOut: "Read the version in the message, or acknowledge it.",
  },
  "reads-bad": {
    title: "The input data are bad",
    why: "Somebody who may said so by `/shrek declare bad`, with a reason, or the step that `validates` them did not succeed; and nobody declared them good since. A reader that main holds is not submitted.",
    weight: "certain",
    wayOut: "Read the version in the message, or acknowledge it with the reason why these data do.",
  },
  "reads-ended": {
    title: "The input version has ended",
    why: "It was withdrawn, closed, superseded or never submitted: its reader would be blocked.",
    wayOut:
      "Read another version: `shrek bump` writes the newest of the same major that can be read, `shrek bump --major` the newest of all.",
  },
  "supersedes-itself": {
    title: "A production supersedes itself",
    why: "Readers of old data are referred to the new: that would be a circle.",
    wayOut: "Keep `supersedes` in the newest version only.",
  },
  "seeds-exhausted": {
    title: "The next seeds of a stream are larger than the generator takes",
    why: "Seeds of a stream continue, and the next go beyond `max`.",
    wayOut: "Begin another stream, or raise `max` where the generator takes more.",
  },
} as const satisfies Record<string, Explained>;
