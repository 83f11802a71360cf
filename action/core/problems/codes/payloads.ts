import type { Explained } from "./explained.ts";

/** Warnings, told of what is certain from the text of a payload. */
export const payloadCodes = {
  "unset-variable": {
    title: "The payload uses a variable that nothing sets",
    why: "bash puts in nothing for it, and a macro takes that for 0 or an empty name.",
    wayOut: "Correct the name, add it under `parameters`, or write `${name:-}` if empty is meant.",
  },
  "no-arguments": {
    title: "The payload uses `$1` or `$@`, and has no arguments",
    why: "The wrapper's own arguments show through: `$1` is the number of the job, which a macro may take for a number of events.",
    wayOut: "Write what is meant: `$uniqueId`, `$nEvents`, `${IN1[@]}`.",
  },
  "unused-parameter": {
    title: "A parameter, or `eventsPerJob`, that nothing reads",
    why: "The commands have a value of their own written into them, and the request and its plan tell another.",
    wayOut: "Use it in the commands, or remove it.",
  },
  "macro-not-found": {
    title: "A macro that is not among the resources",
    why: "ROOT would not find it at the site. Capitals count.",
    wayOut: "Correct the name, or list the file under `resources`.",
  },
  "macro-differs": {
    title: "The commands run another macro than `macro` says",
    why: "Whoever reads the parameters believes in a macro that does not run.",
    wayOut: "Write `$macro` in the commands, or remove the parameter.",
  },
  "output-not-made": {
    title: "Nothing makes an output",
    why: "Every job would do its work and then fail, because the file is not there (exit 30).",
    wayOut: "Write the file under the name that `out` says.",
  },
  "input-not-used": {
    title: "A step does not read its input",
    why: "Every job waits for these files and copies them.",
    wayOut: "Read them (`${IN1[@]}`, `${IN2[@]}` ...), or remove the input.",
  },
  "only-first-file": {
    title: "Only the first file of an input is read",
    why: "`IN1` is an array, and `$IN1` its first element: the other files are lost without a word.",
    wayOut: 'Write `"${IN1[@]}"`, or set `filesPerJob: 1`.',
  },
  "archive-takes-inputs": {
    title: "An archive of results takes the inputs along",
    why: "Input files lie where the job works, and the pattern matches them too.",
    wayOut: "Give results a beginning of their own and match that.",
  },
  "result-not-packed": {
    title: "The result does not have the ending that the archive packs",
    why: "Unless the macro adds it, the job is good and its result is lost.",
    wayOut: "Give the file the ending, or say with `acknowledge` that the macro adds it.",
  },
  "status-lost": {
    title: "A failure is lost",
    why: "The job would count as good, and its missing or broken result be found much later. The payload runs under `set -eo pipefail`; scripts that it calls do not.",
    wayOut: "Let the command fail, or ask for its status and `exit` with it; begin scripts with `set -euo pipefail`.",
  },
  "home-path": {
    title: "A path in somebody's home folder",
    why: "Most sites do not have it, and nobody can repeat the production later.",
    wayOut: "Send files as resources, name data as inputs, keep results as `out`.",
  },
  "mkdir-without-p": {
    title: "`mkdir` without `-p`",
    why: "It fails where the folder is there already, and the job with it.",
    wayOut: "Write `mkdir -p`.",
  },
  "shared-file-name": {
    title: "A file outside the job has one name for all submissions",
    why: "Jobs and submissions overwrite each other's files.",
    wayOut: "Put `$tag` and `$uniqueId` into the name, or keep the file as an output.",
  },
  "same-events": {
    title: "Every job may make the same events",
    why: "Nothing that the generator is given differs between jobs.",
    wayOut: "Add `seed` and hand `$uniqueId` to the macro.",
  },
  "seed-padding": {
    title: "The padding of `uniqueId` goes wrong",
    why: "A width that is too small gives names of two lengths; a padded number is read as octal.",
    wayOut: "Let `seed.digits` do the padding.",
  },
  "windows-line-ends": {
    title: "Windows line ends in bash",
    why: "bash takes the carriage return for a part of the last word, and no command is found.",
    wayOut: "Save the file with Unix line ends.",
  },
} as const satisfies Record<string, Explained>;
