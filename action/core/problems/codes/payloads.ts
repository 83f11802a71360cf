import type { Weighed } from "./explained.ts";

export const payloadCodes = {
  "unset-variable": {
    title: "The payload uses a variable that nothing sets",
    weight: "certain",
    why: "bash inserts nothing, and a macro reads 0 or an empty name.",
  },
  "no-arguments": {
    title: "The payload uses `$1` or `$@`, and has no arguments",
    weight: "likely",
    why: "They are the wrapper's: `$1` is the job number.",
  },
  "unused-parameter": {
    title: "A parameter, or `eventsPerJob`, that nothing reads",
    why: "Request and plan show another value than the commands use.",
    weight: "likely",
    hint: "use it in the commands, or remove it",
  },
  "macro-not-found": {
    title: "A macro that is not among the resources",
    why: "Capitals count.",
    wayOut: "Correct the name, or list the file under `resources`.",
    weight: "certain",
  },
  "script-not-found": { title: "A script that is not among the resources", why: "Capitals count.", weight: "certain" },
  "folded-commands": {
    title: "YAML joins the lines of `run`",
    why: "The second command becomes arguments of the first.",
    weight: "certain",
  },
  "broken-continuation": {
    title: "A blank behind the backslash at the end of a line",
    why: "The command ends there.",
    weight: "certain",
  },
  "spaces-around-equals": {
    title: "An assignment with blanks around `=`",
    why: "bash runs a command of that name.",
    weight: "certain",
  },
  "beyond-last-file": {
    title: "A file is read that no job gets",
    weight: "certain",
    why: "`${fit[0]}` is the first of `filesPerJob` files; beyond them bash inserts nothing.",
  },
  "input-elsewhere": {
    title: "A command looks for an input file in another folder",
    why: "They are where the job began.",
    weight: "likely",
  },
  "result-in-folder": {
    title: "A result is left in another folder than where the job began",
    why: "Every job would fail (exit 30).",
    weight: "certain",
  },
  "macro-differs": { title: "The commands run another macro than `macro` says", weight: "likely" },
  "output-not-produced": {
    title: "No command makes an output",
    weight: "likely",
    why: "Every job would work and then fail (exit 30).",
    hint: "give the file the same name in the commands and in `out`",
  },
  "input-not-read": {
    title: "A step does not read its input",
    weight: "likely",
    why: "Every job waits for these files and copies them.",
  },
  "only-first-file": {
    title: "Only the first file of an input is read",
    weight: "certain",
    why: "An input is an array, and `$fit` its first element.",
  },
  "archive-takes-inputs": { title: "An archive of results contains the inputs", weight: "likely" },
  "result-not-packed": {
    title: "The result does not have the ending that the archive packs",
    why: "Unless the macro adds it, the result is lost.",
    weight: "likely",
  },
  "exit-status-ignored": {
    title: "The exit code of a failure is lost",
    why: "Scripts that a payload calls do not run under `set -eo pipefail`.",
    weight: "likely",
    hint: "let the command fail, or test its status and `exit` with it; begin scripts with `set -euo pipefail`",
  },
  "good-job-fails": {
    title: "A command that fails in good jobs",
    why: "`set -e` ends a script at `[ -s core ] && rm core` where there is no core.",
    weight: "likely",
    hint: "write `if [ -s core ]; then rm core; fi`",
  },
  "home-path": {
    title: "A path in somebody's home folder",
    weight: "likely",
    why: "Most sites do not have it, and it does not last.",
  },
  "mkdir-without-p": { title: "`mkdir` without `-p`", weight: "likely", hint: "write `mkdir -p`" },
  "shared-file-name": { title: "A file outside the job has one name for all submissions", weight: "likely" },
  "seed-by-chance": {
    title: "A seed that nobody can give again",
    why: "Of `$RANDOM`, `$$` or the time: two jobs may draw one number.",
    weight: "likely",
    hint: "pass `$uniqueId`",
  },
  "fixed-seed": {
    title: "All jobs have the same seed",
    wayOut: "If each job makes something else with the same numbers, acknowledge it.",
    weight: "likely",
  },
  "same-events": {
    title: "Every job makes the same events",
    weight: "certain",
  },
  "identical-jobs": {
    title: "Nothing tells a program which job it runs in",
    why: "A generator without a seed takes a fixed one.",
    weight: "likely",
  },
  "wrong-number": {
    title: "`job` or a part of `uniqueId` as a seed, or `uniqueId` as the row of a list",
    weight: "likely",
    why: "`job` begins at 1 in each submission; `uniqueId` never comes again.",
  },
  "same-row-twice": {
    title: "Two rows of a table are equal",
    weight: "likely",
    why: "Two jobs do the same, and nothing reads `uniqueId`.",
    hint: "remove one of the rows, or pass `$uniqueId` if more events of the same kind are meant",
  },
  "conditions-not-read": { title: "A macro or script names other conditions than `conditions`", weight: "likely" },
  "seed-padding": {
    title: "The padding of `uniqueId` is too narrow",
    why: "What looks for names by their length misses some.",
    weight: "likely",
  },
  "windows-line-ends": {
    title: "Windows line ends in a script",
    weight: "certain",
    why: "The carriage return becomes part of the last word.",
  },
} as const satisfies Record<string, Weighed>;
