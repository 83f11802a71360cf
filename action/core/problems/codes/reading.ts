import type { Explained } from "./explained.ts";

export const readingCodes = {
  "not-utf8": { title: "The file is not UTF-8", wayOut: "Save the file as UTF-8.", isHint: true },
  "too-large": {
    title: "The file is too large",
    why: "A request has at most 1 MiB, a resource 10 MiB.",
    wayOut: "Move data out of the folder and name it as an input.",
    isHint: true,
  },
  "validation-too-large": {
    title: "The check took too much time or memory",
    wayOut:
      "It ends after 300 s or at 2048 MB: make the request smaller, or change fewer productions ([limits](limits.md)).",
  },
  "yaml-syntax": {
    title: "The file is not readable YAML",
    why: "Tabs, unquoted colons and unclosed quotes are the usual causes.",
  },
  "text-cut-short": {
    title: "Text ends at ` #`",
    why: "YAML takes what follows a blank and `#` for a comment. A note.",
  },
  "yaml-two-readings": { title: "Two YAML readers disagree", wayOut: "Quote the value." },
  "nested-too-deep": {
    title: "The file is nested too deeply",
    why: "More than 100 levels are mostly brackets that were never closed.",
    wayOut: "Close the brackets, or write fewer levels.",
    isHint: true,
  },
  "yaml-alias": { title: "An anchor loops or expands too far", wayOut: "Write the value out.", isHint: true },
} as const satisfies Record<string, Explained>;
