import type { Weighed } from "./explained.ts";

export const habitCodes = {
  "mixed-runs": {
    title: "Steps with different run numbers",
    weight: "likely",
    hint: "give them one number, or accept the warning with `acknowledge`",
  },
  "tag-and-content": {
    title: "The tag contradicts the content",
    weight: "likely",
    hint: "correct the tag or the content, or accept the warning with `acknowledge`",
  },
  "conditions-of-another-build": {
    title: "The conditions name another build",
    weight: "likely",
    hint: "change the other too, or accept the warning with `acknowledge`",
  },
  "unedited-template": {
    title: "A part of the template was not replaced",
    wayOut: "Replace it, and remove the mark `CHANGE`.",
    weight: "certain",
  },
  "estimate-does-not-fit": {
    title: "The expected time does not fit the limit",
    weight: "certain",
    why: "The cost that people approve is computed from `walltime`.",
  },
  "number-rewritten": {
    title: "YAML changes the form of a value",
    weight: "likely",
    why: "YAML reads 1.000 as 1, 007 as 7 and True as true.",
  },
  "unneeded-reuse": {
    title: "`reuse` without need",
    weight: "likely",
    why: "There are enough files without it.",
    wayOut: "Remove it, or check the counts.",
  },
} as const satisfies Record<string, Weighed>;
