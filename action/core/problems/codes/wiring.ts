import type { Explained } from "./explained.ts";

export const wiringCodes = {
  "unknown-reference": { title: "`from` names neither a step nor an input" },
  "unknown-output": { title: "The step has no such output" },
  "ambiguous-output": {
    title: "The output of a step is ambiguous",
    why: "PanDA would use the first.",
  },
  "ambiguous-name": { title: "A step and an input have the same name", hint: "rename one of them" },
  "step-cycle": { title: "Steps wait for each other", hint: "remove one of these connections" },
  "jobs-missing": {
    title: "A step without input has no `jobs`",
    why: "PanDA would run a single job.",
    hint: "add `jobs: N`, or an input with `in`",
  },
  "jobs-with-inputs": { title: "`jobs` on a step with inputs", why: "The files and `filesPerJob` set their number." },
  "repeat-resets": { title: "`repeat` together with `seed` or `maxFiles`", why: "Seeds and counts would begin anew." },
  "cores-differ": {
    title: "A number of cores that only a whole request can have",
    why: "prun takes 1 and 8; another number is for all steps of a request.",
  },
  "reuse-primary": {
    title: "`reuse` on the primary input",
    why: "The primary input is split among the jobs.",
    hint: "remove `reuse`, or list the input second",
  },
  "secondary-too-small": {
    title: "A secondary input has too few files",
    why: "PanDA would give some files to two jobs.",
    hint: "make more files, read fewer per job, or add `reuse: true`",
  },
  "joined-by-position": {
    title: "Two inputs of one origin are joined by position",
    why: "A retried job makes a later name: all pairs behind it are wrong, and every job succeeds.",
    wayOut: "If no files belong together, acknowledge it.",
    weight: "certain",
  },
  "unrelated-pairs": {
    title: "Files of two productions are paired by position",
    weight: "certain",
    why: "One lost or retried job moves all later pairs, and every job succeeds.",
  },
  "cannot-read-all": {
    title: "One job cannot read all files of an input",
    why: "A job must know how many there are, and PanDA be able to give it so many.",
  },
  "cannot-group": {
    title: "Files cannot be grouped by what their names say",
    wayOut: "Give `names`, one file a job up to the group, and how many files a group has.",
  },
  "not-a-container": { title: "A secondary input from outside is not a container", why: "PanDA appends a slash." },
  "same-input-twice": {
    title: "Two secondary inputs are the same data",
    why: "PanDA keeps only the last.",
    hint: "read it once, with more files per job",
  },
  "unused-input": {
    title: "An input that no step reads",
    hint: "read it in a step with `from`, or remove it",
  },
  "input-kind": { title: "An input has no source, or several" },
  "bad-share": {
    title: "A share is not in percent",
    why: "95 could mean files, jobs or percent.",
  },
  "duplicate-suffix": { title: "A task's name with the output at its end" },
  "no-effect": { title: "A key without effect", why: "PanDA would accept and ignore it." },
  "unknown-size": {
    title: "`seed` where the number of jobs is unknown",
    why: "SHREK reserves a range of numbers and must know its length.",
  },
  "variants-read-the-same": {
    title: "Several variants read the same data",
    why: "A note.",
  },
  "nothing-to-read": { title: "A step would have no job", why: "All files of its first input are skipped." },
  "bad-condition": {
    title: "`when` is not a condition that PanDA reads",
    why: "PanDA understands one input, two joined by && or ||, or one negated input.",
  },
  "bad-pattern": { title: "A file pattern has a character that cannot be used" },
  "pattern-not-alone": {
    title: "A step with files of a pattern has another output",
    why: "PanDA's pilot stores the files of the first pattern alone.",
  },
  "output-optional": {
    title: "An output is optional",
    why: "PanDA's job script knows no optional outputs, and PanDA's pilot wants a file for each (PANDA P56).",
    hint: "remove `optional`, and let each job write the file, or leave the output out: with `packs`, a small file that fits is enough",
  },
  "bad-container": { title: "Not a container image" },
  "container-not-pinned": { title: "A release uses a container that may change", why: "An image's tag can be moved." },
  "memory-not-rising": { title: "The values of `memory` do not rise" },
  "memory-above-ceiling": { title: "`memory` is above the ceiling of the conventions", rule: true },
  "priority-above-ceiling": { title: "A priority is above the ceiling of the conventions", rule: true },
  "estimate-above-ceiling": { title: "The expected cost is above the ceiling of the conventions", rule: true },
} as const satisfies Record<string, Explained>;
