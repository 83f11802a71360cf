import type { Explained } from "./explained.ts";

export const wiringCodes = {
  "unknown-reference": {
    title: "`from` names neither a step nor an input",
    why: "It is a step of this production, or an entry of `inputs`.",
  },
  "unknown-output": {
    title: "The step has no such output",
    why: "A step reads one output of the step in `from`.",
  },
  "ambiguous-output": {
    title: "The output of a step is ambiguous",
    why: "The step in `from` has several, and PanDA would use the first.",
    wayOut: "Add `output:`.",
  },
  "ambiguous-name": {
    title: "A step and an input have the same name",
    why: "`from` would be ambiguous.",
    wayOut: "Rename one of them.",
    isHint: true,
  },
  "step-cycle": {
    title: "Steps wait for each other",
    why: "None of them could start.",
    wayOut: "Remove one of these connections.",
    isHint: true,
  },
  "jobs-missing": {
    title: "A step without input has no `jobs`",
    why: "PanDA would run a single job.",
    wayOut: "Add `jobs: N`, or an input with `in`.",
    isHint: true,
  },
  "jobs-with-inputs": {
    title: "`jobs` on a step with inputs",
    why: "The input files and `filesPerJob` set the number of jobs.",
    wayOut: "Remove `jobs`, or change `filesPerJob`.",
  },
  "repeat-resets": {
    title: "`repeat` together with `seed` or `maxFiles`",
    why: "PanDA reads the dataset again as if it were another one: seeds and counts begin anew.",
    wayOut: "Write one step for each reading; they may share the `stream` of their seeds.",
  },
  "cores-differ": {
    title: "A number of cores that only a whole request can have",
    why: "prun takes 1 and 8. PanDA takes another number only for all steps of a request.",
    wayOut: "Give all steps the same number, or each 1 or 8.",
  },
  "reuse-primary": {
    title: "`reuse` on the primary input",
    why: "The primary input is split among the jobs.",
    wayOut: "Remove `reuse`, or list the input second.",
    isHint: true,
  },
  "secondary-too-small": {
    title: "A secondary input has too few files",
    why: "PanDA would give some files to two jobs, without a warning.",
    wayOut: "Make more files, read fewer per job, or add `reuse: true`.",
    isHint: true,
  },
  "joined-by-position": {
    title: "Two inputs of one origin are joined by position",
    weight: "certain",
    why: "PanDA pairs files in the order of their names, and a retried job makes a file with a later name: the pairs behind it are of different events, and every job succeeds.",
    wayOut:
      "Read one file of each a job, or make both results in one step, one job for each file of their origin. If no files belong together, say so with `acknowledge`.",
  },
  "unrelated-pairs": {
    title: "Files of two productions are paired by position",
    weight: "certain",
    why: "PanDA pairs files in the order of their names: one lost or retried job moves all later pairs, and every job succeeds.",
    wayOut:
      "Join lists of their files by keys, or make both in one production. Where any file goes with any, say `reuse: true`, or acknowledge it.",
  },
  "cannot-read-all": {
    title: "One job cannot read all files of an input",
    why: "With `filesPerJob: all` a job must know how many files there are, and PanDA must be able to give it so many.",
    wayOut: "Say with `files` how many the input has, or write a number.",
  },
  "cannot-group": {
    title: "Files cannot be grouped by what their names say",
    why: "PanDA groups files by what is between dots in their names, and a job must know how many belong together.",
    wayOut: "Follow the message: it wants `names`, one file a job up to the group, and how many files a group has.",
  },
  "not-a-container": {
    title: "A secondary input from outside is not a container",
    why: "PanDA's workflow layer appends a slash and would look for a container that does not exist.",
    wayOut: "Name the container, with its slash at the end.",
  },
  "same-input-twice": {
    title: "Two secondary inputs are the same data",
    why: "PanDA keeps only the last, without a warning.",
    wayOut: "Read it once, with more files per job.",
    isHint: true,
  },
  "unused-input": {
    title: "An input that no step reads",
    why: "A `from` is probably misspelt.",
    wayOut: "Read it in a step with `from`, or remove it.",
    isHint: true,
  },
  "input-kind": {
    title: "An input has no source, or several",
    why: "Data from outside come from a production, a task or a dataset.",
    wayOut: "Write exactly one of `production`, `task` and `dataset`.",
  },
  "bad-share": {
    title: "A share is not in percent",
    why: "95 could mean files, jobs or percent.",
    wayOut: "Write 95%.",
  },
  "duplicate-suffix": {
    title: "A task's name with the output at its end",
    why: "PanDA would add the output once more.",
    wayOut: "Remove it from the task's name.",
  },
  "no-effect": {
    title: "A key without effect",
    why: "PanDA would accept and ignore it.",
  },
  "unknown-size": {
    title: "`seed` where the number of jobs is unknown",
    why: "SHREK reserves a range of numbers and must know its length.",
    wayOut: "Write `files: N` or `maxFiles: N` at the input.",
  },
  "variants-read-the-same": {
    title: "Several variants read the same data",
    why: "Their tags differ; the dataset was perhaps left as it was. A note.",
    wayOut: "Write {FIELD} into the dataset's name, or `inputs` into the variant.",
  },
  "nothing-to-read": {
    title: "A step would have no job",
    why: "All files of its first input are skipped.",
    wayOut: "Skip fewer files, or read an input that has more.",
  },
  "bad-condition": {
    title: "`when` is not a condition that PanDA reads",
    why: "PanDA understands one input, two joined by && or ||, or one negated input.",
  },
  "bad-pattern": {
    title: "A file pattern has a character that cannot be used",
    why: "It becomes part of prun's options.",
  },
  "pattern-not-alone": {
    title: "A step with files of a pattern has another output",
    why: "PanDA's pilot stores the files that the first pattern finds, and forgets all other outputs of the job.",
    wayOut:
      "Let one pattern find all files, such as `*.root`, and let the next step pick with `match`; or use `packs`, which makes one file of each.",
  },
  "nothing-required": {
    title: "No output is required",
    why: "A job that makes nothing would count as successful.",
    wayOut: "Leave one output without `optional`, or let each job write a small one.",
    isHint: true,
  },
  "bad-container": {
    title: "Not a container image",
    why: "The jobs could not start.",
  },
  "container-not-pinned": {
    title: "A release uses a container that may change",
    why: "An image's tag can be moved; then the same request makes other data.",
    wayOut: "Name the image by its digest.",
  },
  "memory-not-rising": {
    title: "The values of `memory` do not rise",
    why: "Jobs that died of memory are tried again with the next value, and would die again.",
    wayOut: "Write each value once, the smallest first: `memory: [2000, 3000, 5000]`.",
  },
  "memory-above-ceiling": {
    title: "`memory` is above the ceiling of the conventions",
    why: "The experiment allows no more a core than `ceiling.memory`, in retries too.",
    wayOut: "Ask for less, or have the ceiling raised.",
  },
  "estimate-above-ceiling": {
    title: "The expected cost is above the ceiling of the conventions",
    why: "The experiment allows one production no more than `ceiling`, whoever approves.",
    wayOut: "Ask for less, split the production, or have the ceiling raised.",
  },
} as const satisfies Record<string, Explained>;
