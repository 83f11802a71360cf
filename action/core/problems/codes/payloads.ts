import type { Weighed } from "./explained.ts";

/** What the text of a payload shows. */
export const payloadCodes = {
  "unset-variable": {
    title: "The payload uses a variable that nothing sets",
    weight: "certain",
    why: "bash inserts nothing, and a macro reads 0 or an empty name.",
    wayOut: "Correct the name, add it under `parameters`, or write `${name:-}` if empty is meant.",
  },
  "no-arguments": {
    title: "The payload uses `$1` or `$@`, and has no arguments",
    weight: "likely",
    why: "The payload sees the wrapper's arguments: `$1` is the job number, which a macro may read as a number of events.",
    wayOut: "Write `$uniqueId`, `$nEvents` or `${IN1[@]}`.",
  },
  "unused-parameter": {
    title: "A parameter, or `eventsPerJob`, that nothing reads",
    weight: "likely",
    why: "The commands use a fixed value, and the request and its plan show another value.",
    wayOut: "Use it in the commands, or remove it.",
  },
  "macro-not-found": {
    title: "A macro that is not among the resources",
    weight: "certain",
    why: "ROOT would not find it at the site. Capitals count.",
    wayOut: "Correct the name, or list the file under `resources`.",
  },
  "macro-differs": {
    title: "The commands run another macro than `macro` says",
    weight: "likely",
    why: "The parameters show a macro that does not run.",
    wayOut: "Write `$macro` in the commands, or remove the parameter.",
  },
  "output-not-made": {
    title: "No command makes an output",
    weight: "likely",
    why: "Every job would do its work and then fail, because the file is not there (exit 30).",
    wayOut: "Write the file with the name in `out`.",
  },
  "input-not-used": {
    title: "A step does not read its input",
    weight: "likely",
    why: "Every job waits for these files and copies them.",
    wayOut: "Read them (`${IN1[@]}`, `${IN2[@]}` ...), or remove the input.",
  },
  "only-first-file": {
    title: "Only the first file of an input is read",
    weight: "certain",
    why: "`IN1` is an array, and `$IN1` its first element: the other files are ignored without a warning.",
    wayOut: 'Write `"${IN1[@]}"`, or set `filesPerJob: 1`.',
  },
  "archive-takes-inputs": {
    title: "An archive of results contains the inputs",
    weight: "likely",
    why: "Input files are in the job's folder, and the pattern matches them too.",
    wayOut: "Give results a prefix of their own and match it.",
  },
  "result-not-packed": {
    title: "The result does not have the ending that the archive packs",
    weight: "likely",
    why: "Unless the macro adds it, the job succeeds and its result is lost.",
    wayOut: "Give the file the ending, or accept the warning with `acknowledge` if the macro adds it.",
  },
  "status-lost": {
    title: "The exit code of a failure is lost",
    weight: "likely",
    why: "The job would count as successful, and its missing or broken result would be found much later. The payload runs under `set -eo pipefail`; scripts that it calls do not.",
    wayOut: "Let the command fail, or test its status and `exit` with it; begin scripts with `set -euo pipefail`.",
  },
  "home-path": {
    title: "A path in somebody's home folder",
    weight: "likely",
    why: "Most sites do not have it, and the production cannot be reproduced later.",
    wayOut: "Send files as resources, name data as inputs, keep results as `out`.",
  },
  "mkdir-without-p": {
    title: "`mkdir` without `-p`",
    weight: "likely",
    why: "It fails if the folder exists, and the job fails with it.",
    wayOut: "Write `mkdir -p`.",
  },
  "shared-file-name": {
    title: "A file outside the job has one name for all submissions",
    weight: "likely",
    why: "Jobs and submissions overwrite each other's files.",
    wayOut: "Put `$tag` and `$uniqueId` into the name, or keep the file as an output.",
  },
  "same-events": {
    title: "Every job makes the same events",
    weight: "certain",
    why: "All jobs give the generator the same input, and the same events many times over look like statistics.",
    wayOut: "Add `seed` and pass `$uniqueId` to the macro; if the macro chooses a seed itself, acknowledge it.",
  },
  "seeds-start-again": {
    title: "The numbers of the jobs start again in every submission",
    weight: "likely",
    why: "Without `seed`, `uniqueId` is 1, 2, 3 ... each time: what was meant as more events is the same events again.",
    wayOut: "Add `seed: {}`.",
  },
  "octal-number": {
    title: "A padded number is read as octal",
    weight: "certain",
    why: "`seed.digits` pads `uniqueId`. C++ and printf read 00012 as ten, and 00008 is no number to them.",
    wayOut: "Pass `$((10#$uniqueId))`, or remove `digits`.",
  },
  "seed-padding": {
    title: "The padding of `uniqueId` is too narrow",
    weight: "likely",
    why: "Names would have different lengths, and what looks for them by their length misses some.",
    wayOut: "Let `seed.digits` do the padding.",
  },
  "windows-line-ends": {
    title: "Windows line ends in bash",
    weight: "certain",
    why: "bash reads the carriage return as part of the last word, and does not find the command.",
    wayOut: "Save the file with Unix line ends.",
  },
} as const satisfies Record<string, Weighed>;
