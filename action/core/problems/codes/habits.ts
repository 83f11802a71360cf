import type { Explained } from "./explained.ts";

export const habitCodes = {
  "mixed-runs": {
    title: "Steps with different run numbers",
    why: "Steps of one workflow work on one run; a copy was probably not changed everywhere.",
    wayOut: "Give them one number, or say with `acknowledge` that it is meant.",
  },
  "tag-and-content": {
    title: "The tag says one thing and the content another",
    why: "Data are found by their tag for years; in 2022 a production tagged signal held the background job.",
    wayOut: "Correct the tag or the content, or say with `acknowledge` that it is meant.",
  },
  "number-rewritten": {
    title: "A number reaches the payload in another form than was written",
    why: "YAML reads 1.0 as 1 and 007 as 7; names of files and tags that are built from it change with it.",
    wayOut: "Write it in quotes, or as it reaches the payload.",
  },
  "reuse-without-need": {
    title: "`reuse` where there are files enough",
    why: "It changes nothing now; somebody may have counted otherwise.",
    wayOut: "Remove it, or look at the numbers again.",
  },
} as const satisfies Record<string, Explained>;
