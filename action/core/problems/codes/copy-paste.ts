import type { Weighed } from "./explained.ts";

export const habitCodes = {
  "mixed-runs": {
    title: "Steps with different run numbers",
    weight: "likely",
    why: "Steps of one workflow work on one run; a copy was probably not changed everywhere.",
    wayOut: "Give them one number, or accept the warning with `acknowledge`.",
    isHint: true,
  },
  "tag-and-content": {
    title: "The tag contradicts the content",
    weight: "likely",
    why: "People find data by the tag for years; in 2022 a production with the tag signal ran the background job.",
    wayOut: "Correct the tag or the content, or accept the warning with `acknowledge`.",
    isHint: true,
  },
  "conditions-of-another-build": {
    title: "The conditions name another build",
    weight: "likely",
    why: "A name such as MDC2_ana.418 says for which build the conditions were made.",
    wayOut: "Change the other too, or accept the warning with `acknowledge`.",
    isHint: true,
  },
  "unedited-template": {
    title: "A part of the template was not replaced",
    weight: "certain",
    why: "Its names, contact or macro are only examples.",
    wayOut: "Replace it, and remove the mark `CHANGE`.",
  },
  "estimate-does-not-fit": {
    title: "The expected time does not fit the limit",
    weight: "certain",
    why: "The cost that people approve is computed from `walltime`, and `shrek run` ends a job above it.",
    wayOut: "Correct the estimate, or raise the limit.",
  },
  "number-rewritten": {
    title: "YAML changes the form of a value",
    weight: "likely",
    why: "YAML reads 1.000 as 1, 007 as 7 and True as true; names with the value change too, and readers of YAML 1.1 take 0100 for 64.",
    wayOut: "Write it in quotes, or as it reaches the payload.",
  },
  "unneeded-reuse": {
    title: "`reuse` without need",
    weight: "likely",
    why: "There are enough files without it; a count may be wrong.",
    wayOut: "Remove it, or check the file counts.",
  },
} as const satisfies Record<string, Weighed>;
