import type { Explained } from "./explained.ts";

/** Warnings, told of what is certain from the text of a payload. */
export const payloadCodes = {
  "unset-variable": {
    title: "The payload uses a variable that nothing sets",
    why: "bash inserts nothing, and a macro reads 0 or an empty name.",
    wayOut: "Correct the name, add it under `parameters`, or write `${name:-}` if empty is meant.",
  },
  "no-arguments": {
    title: "The payload uses `$1` or `$@`, and has no arguments",
    why: "The payload sees the wrapper's arguments: `$1` is the job number, which a macro may read as a number of events.",
    wayOut: "Write `$uniqueId`, `$nEvents` or `${IN1[@]}`.",
  },
  "unused-parameter": {
    title: "A parameter, or `eventsPerJob`, that nothing reads",
    why: "The commands use a fixed value, and the request and its plan show another value.",
    wayOut: "Use it in the commands, or remove it.",
  },
  "macro-not-found": {
    title: "A macro that is not among the resources",
    why: "ROOT would not find it at the site. Capitals count.",
    wayOut: "Correct the name, or list the file under `resources`.",
  },
  "macro-differs": {
    title: "The commands run another macro than `macro` says",
    why: "The parameters show a macro that does not run.",
    wayOut: "Write `$macro` in the commands, or remove the parameter.",
  },
  "output-not-made": {
    title: "No command makes an output",
    why: "Every job would do its work and then fail, because the file is not there (exit 30).",
    wayOut: "Write the file with the name in `out`.",
  },
  "input-not-used": {
    title: "A step does not read its input",
    why: "Every job waits for these files and copies them.",
    wayOut: "Read them (`${IN1[@]}`, `${IN2[@]}` ...), or remove the input.",
  },
  "only-first-file": {
    title: "Only the first file of an input is read",
    why: "`IN1` is an array, and `$IN1` its first element: the other files are ignored without a warning.",
    wayOut: 'Write `"${IN1[@]}"`, or set `filesPerJob: 1`.',
  },
  "archive-takes-inputs": {
    title: "An archive of results contains the inputs",
    why: "Input files are in the job's folder, and the pattern matches them too.",
    wayOut: "Give results a prefix of their own and match it.",
  },
  "result-not-packed": {
    title: "The result does not have the ending that the archive packs",
    why: "Unless the macro adds it, the job succeeds and its result is lost.",
    wayOut: "Give the file the ending, or accept the warning with `acknowledge` if the macro adds it.",
  },
  "status-lost": {
    title: "The exit code of a failure is lost",
    why: "The job would count as successful, and its missing or broken result would be found much later. The payload runs under `set -eo pipefail`; scripts that it calls do not.",
    wayOut: "Let the command fail, or test its status and `exit` with it; begin scripts with `set -euo pipefail`.",
  },
  "home-path": {
    title: "A path in somebody's home folder",
    why: "Most sites do not have it, and the production cannot be reproduced later.",
    wayOut: "Send files as resources, name data as inputs, keep results as `out`.",
  },
  "mkdir-without-p": {
    title: "`mkdir` without `-p`",
    why: "It fails if the folder exists, and the job fails with it.",
    wayOut: "Write `mkdir -p`.",
  },
  "shared-file-name": {
    title: "A file outside the job has one name for all submissions",
    why: "Jobs and submissions overwrite each other's files.",
    wayOut: "Put `$tag` and `$uniqueId` into the name, or keep the file as an output.",
  },
  "same-events": {
    title: "Every job may make the same events",
    why: "All jobs give the generator the same input.",
    wayOut: "Add `seed` and pass `$uniqueId` to the macro.",
  },
  "seed-padding": {
    title: "The padding of `uniqueId` is wrong",
    why: "A small width gives names of different lengths; bash and C++ read a padded number as octal.",
    wayOut: "Let `seed.digits` do the padding.",
  },
  "windows-line-ends": {
    title: "Windows line ends in bash",
    why: "bash reads the carriage return as part of the last word, and does not find the command.",
    wayOut: "Save the file with Unix line ends.",
  },
} as const satisfies Record<string, Explained>;
