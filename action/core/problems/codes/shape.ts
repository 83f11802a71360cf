import type { Explained } from "./explained.ts";

/** Of a file that cannot be read, or has not the form of a request. */
export const shapeCodes = {
  "not-utf8": { title: "The file is not UTF-8", hint: "save the file as UTF-8" },
  "too-large": {
    title: "The file is too large",
    why: "A request has at most 1 MiB, a resource 10 MiB.",
    hint: "move data out of the folder and name it as an input",
  },
  "validation-too-large": {
    title: "The check took too much time or memory",
  },
  "yaml-syntax": {
    title: "The file is not readable YAML",
    why: "Tabs, unquoted colons and unclosed quotes are the usual causes.",
  },
  "text-cut-short": {
    title: "Text ends at ` #`",
    why: "YAML takes what follows a blank and `#` for a comment. A note.",
  },
  "yaml-two-readings": { title: "Two YAML readers disagree" },
  "nested-too-deep": {
    title: "The file is nested too deeply",
    why: "More than 100 levels are mostly brackets that were never closed.",
    hint: "close the brackets, or write fewer levels",
  },
  "yaml-alias": { title: "An anchor loops or expands too far", hint: "write the value out" },
  "unknown-key": { title: "Unknown key", why: "It would have no effect." },
  "missing-key": { title: "A required key is missing" },
  "wrong-type": { title: "A value has the wrong type" },
  "out-of-range": { title: "A value is out of range" },
  "not-allowed": { title: "A value is not one of those allowed" },
  "bad-token": {
    title: "A name has a character that cannot be used",
  },
  "bad-output-name": {
    title: "An output name has a character PanDA refuses",
    why: "PanDA refuses ``%|;><?'\"()$@:=&^#\\[]{}/`` in dataset names, and packs wildcards into one archive.",
  },
  "bad-step-name": {
    title: "A step name is not letters, digits and single _",
    why: "It names datasets and a bash array.",
  },
  "bad-parameter-name": { title: "A parameter is not a shell variable name" },
  "reserved-name": {
    title: "A name in the payload is SHREK's or the shell's, or is taken",
    hint: "give it another name",
  },
  "bad-input-name": { title: "An input name is not letters and digits", why: "It names the bash array of its files." },
  "bad-dataset-name": {
    title: "A dataset name has a character that cannot be used",
    wayOut: "Copy the name from the monitor.",
  },
  "bad-file-names": {
    title: "The pattern for the names of an input's files cannot be used",
    wayOut: "Write a {KEY} for each part that differs: {stream}.{segment}.evt.",
  },
  "bad-amount": {
    title: "The number of files or events is no number and no column of the run list",
  },
  "bad-contact": { title: "A contact is not a GitHub login" },
  "bad-keep": {
    title: "The time for which data are kept cannot be so",
  },
  "forbidden-text": {
    title: "A value holds text that PanDA would replace",
    why: "PanDA and iDDS expand %{...} and ___idds___ anywhere.",
    hint: "remove it from the text",
  },
} as const satisfies Record<string, Explained>;
