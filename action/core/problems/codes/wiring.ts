import type { Explained } from "./explained.ts";

export const wiringCodes = {
  "unknown-reference": {
    title: "An input comes from nowhere",
    why: "`from` names a step of this production or an entry of `inputs`.",
    wayOut: "Use the name that is suggested.",
  },
  "unknown-output": {
    title: "The step has no such output",
    why: "A consumer reads one output of its producer.",
    wayOut: "Name one of the outputs that are listed.",
  },
  "ambiguous-output": {
    title: "Which output is meant?",
    why: "The producer has several outputs and PanDA would take the first.",
    wayOut: "Add `output:`.",
  },
  "ambiguous-name": {
    title: "A step and an input have one name",
    why: "`from` would not know which is meant.",
    wayOut: "Rename one.",
  },
  "step-cycle": {
    title: "Steps wait for each other",
    why: "None of them could ever begin.",
    wayOut: "Break the circle that is named.",
  },
  "jobs-missing": {
    title: "A step without input does not say how many jobs",
    why: "PanDA would run one.",
    wayOut: "Add `jobs`.",
  },
  "jobs-with-inputs": {
    title: "`jobs` on a step with inputs",
    why: "The files of the inputs and filesPerJob decide how many jobs run.",
    wayOut: "Remove `jobs`, or change filesPerJob.",
  },
  "reuse-primary": {
    title: "`reuse` on the primary input",
    why: "The primary input is split among the jobs; only secondary inputs are reused.",
    wayOut: "Remove `reuse`, or list the input second.",
  },
  "secondary-too-small": {
    title: "A secondary input has too few files",
    why: "PanDA would start fewer jobs than planned, without a word.",
    wayOut: "Make more files, read fewer a job, or add `reuse: true`.",
  },
  "not-a-container": {
    title: "A secondary input from outside is not a container",
    why: "PanDA's workflow layer appends a slash to the name and would look for a container that does not exist.",
    wayOut: "Name the container, with its slash at the end.",
  },
  "same-input-twice": {
    title: "Two secondary inputs are the same data",
    why: "PanDA keeps only the last of them, without a word.",
    wayOut: "Read it once, with more files a job.",
  },
  "unused-input": {
    title: "An input that no step reads",
    why: "It is probably a slip in a `from`.",
    wayOut: "Remove it, or use it.",
  },
  "input-kind": {
    title: "An input is not one thing",
    why: "Data from outside are another production's, a task's, or a dataset; each is found in its own way.",
    wayOut: "Write exactly one of `production`, `task` and `dataset`.",
  },
  "bad-require": {
    title: "`require` is neither `done` nor a share",
    why: "It says what must be reached before this production is submitted.",
    wayOut: "Write done, or { finished: 95% }.",
  },
  "bad-share": {
    title: "A share is not in percent",
    why: "95 could be read as files, jobs or percent.",
    wayOut: "Write it with its sign: 95%.",
  },
  "doubled-suffix": {
    title: "A task's name with the output at its end",
    why: "The dataset is made of the task's name and the output; PanDA would look for the output twice.",
    wayOut: "Remove the output from the task's name.",
  },
  "no-effect": {
    title: "A key that does nothing where it stands",
    why: "PanDA would take it without a word, and the author would think that it works.",
    wayOut: "Remove it, or put it where the message says.",
  },
  "unknown-size": {
    title: "Seeds for a number of jobs that nobody knows",
    why: "Seeds come from a range that is kept for this submission, and the range needs a length.",
    wayOut: "Write `expect: { files: N }` at the input, or `maxFiles`.",
  },
  "nothing-to-read": {
    title: "A step would have no job",
    why: "Everything that its first input holds is skipped.",
    wayOut: "Skip fewer files, or read an input that has more.",
  },
  "bad-condition": {
    title: "`when` is not a condition that PanDA reads",
    why: "PanDA reads one input, two joined by && or ||, or a negated one alone, which it takes away; anything else ends its parser.",
    wayOut: "Write IN1 || IN2, IN1 && IN2, or !IN1.",
  },
  "bad-pattern": {
    title: "A file pattern has a character that cannot be used",
    why: "It becomes part of prun's options.",
    wayOut: "Use letters, digits, dot, underscore, hyphen and *.",
  },
  "nothing-required": {
    title: "No output is required",
    why: "A job that makes nothing would be good.",
    wayOut: "Leave one output without `optional`.",
  },
  "bad-container": {
    title: "Not a container image",
    why: "The jobs could not start.",
    wayOut: "Write docker://registry/name@sha256:<64 hex>, or a path below /cvmfs.",
  },
  "container-not-pinned": {
    title: "A release names a container that may change",
    why: "A tag of an image can be moved, and then the same request makes other data.",
    wayOut: "Name the image by digest.",
  },
} as const satisfies Record<string, Explained>;
