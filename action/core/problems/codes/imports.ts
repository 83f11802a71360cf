import type { Explained } from "./explained.ts";

/** Of files that `shrek import` reads. They are problems of the old file, at its own lines. */
export const importCodes = {
  "not-a-rule": { title: "A part of an imported file is no rule of sphenixprod" },
  "bad-rule": {
    title: "A rule cannot be imported",
    why: "A key is missing or means nothing, or sphenixprod itself refuses it.",
  },
  "rule-corrected": {
    title: "What a rule says was read in another way than it is written",
    why: "A note or a warning, with a comment at the place.",
  },
  "rule-key-unsaid": {
    title: "A key of a rule has no place in a request",
    why: "The message says who decides it now. A note.",
  },
  "rule-key-unknown": { title: "A key of a rule that sphenixprod does not know", why: "A warning: it drops the key." },
  "bad-rule-script": {
    title: "The script of a rule does something else than its job should",
    why: "A warning, with a mark at the place.",
  },
  "bad-pilot": { title: "A pilot of sphenixprod does not fit the rule" },
  "bad-job-list": { title: "A list of datasets or jobs cannot be imported" },
} as const satisfies Record<string, Explained>;
