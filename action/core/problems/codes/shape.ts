import type { Explained } from "./explained.ts";

export const shapeCodes = {
  "unknown-key": {
    title: "Unknown key",
    why: "SHREK would not use this key, and the author would not notice.",
    wayOut: "Use the suggested name, or remove the key.",
  },
  "missing-key": {
    title: "A required key is missing",
    why: "The request cannot be run without it.",
    wayOut: "Add the key; the schema's hover text says what it means.",
  },
  "wrong-type": {
    title: "A value has the wrong type",
    why: "YAML reads unquoted words, numbers and dates differently.",
    wayOut: "Quote text, and write numbers without quotes.",
  },
  "out-of-range": {
    title: "A value is out of range",
    why: "The limits are PanDA's, or prevent expensive typing errors.",
    wayOut: "Choose a value in the range of the message.",
  },
  "not-allowed": {
    title: "A value is not one of those allowed",
    why: "This key has a fixed list of values.",
    wayOut: "Choose one from the list.",
  },
  "bad-token": {
    title: "A name has a character that cannot be used",
    why: "The value becomes part of commands, paths and dataset names.",
    wayOut: "Use letters, digits, dot, underscore and hyphen.",
  },
  "bad-output-name": {
    title: "An output name has a character PanDA refuses",
    why: "PanDA refuses % | ; > < ? ' \" ( ) $ @ : = & ^ # \\ [ ] { } / in dataset names and packs wildcards into one archive.",
    wayOut: "Use letters, digits, dot, underscore and hyphen.",
  },
  "bad-step-name": {
    title: "A step name is not letters and digits",
    why: "Step names are part of dataset names, between underscores.",
    wayOut: "Use letters and digits, beginning with a letter.",
  },
  "bad-parameter-name": {
    title: "A parameter is not a shell variable name",
    why: "Parameters become exported variables of the payload.",
    wayOut: "Use letters, digits and underscore, not beginning with a digit.",
  },
  "reserved-parameter": {
    title: "A parameter has a name that SHREK or the shell sets",
    why: "It would change what the wrapper or the shell does.",
    wayOut: "Give it another name.",
    isHint: true,
  },
  "bad-input-name": {
    title: "An input name is not letters and digits",
    why: "It is the name of a workflow input in CWL.",
    wayOut: "Use letters and digits, beginning with a letter.",
  },
  "bad-dataset-name": {
    title: "A dataset name has a character that cannot be used",
    why: "PanDA would refuse it, or read it as a pattern.",
    wayOut: "Copy the name from the monitor.",
  },
  "bad-file-names": {
    title: "The pattern for the names of an input's files cannot be used",
    why: "Each {KEY} must be told apart from its neighbours, and becomes a variable of the payload.",
    wayOut: "Write one name with a {KEY} for each part that differs, such as {stream}.{segment}.evt.",
  },
  "bad-expected-files": {
    title: "The expected number of files is no number and no column of the run list",
    why: "The plan, the jobs and what a job must have are computed from it.",
    wayOut: "Write a number, or a column of the run list, such as segments or 21*segments.",
  },
  "bad-contact": {
    title: "A contact is not a GitHub login",
    why: "SHREK notifies these people on the pull request, by login.",
    wayOut: "Write @login or @organisation/team.",
  },
  "forbidden-text": {
    title: "A value holds text that PanDA would replace",
    why: "PanDA and iDDS expand %{...} and ___idds___ wherever they stand, and control characters break its log.",
    wayOut: "Remove the text.",
    isHint: true,
  },
} as const satisfies Record<string, Explained>;
