import type { Weighed } from "./explained.ts";

/** Slips of the hand in payloads and in the files that they use. */
export const slipCodes = {
  "macro-arguments": {
    title: "A macro is called with other arguments than it takes",
    weight: "certain",
    why: "ROOT refuses the call: the macro takes another number of arguments, or the call has text where the macro takes a number.",
    wayOut: "Compare the call with the function in the macro, which has the name of its file.",
    isHint: true,
  },
  "wrong-expansion": {
    title: "A variable is written in a way that bash understands differently",
    weight: "certain",
    why: "`$(name)` runs a program of that name, and `$IN1[0]` is the first file with `[0]` behind it.",
    wayOut: "Write `${name}` and `${IN1[0]}`.",
  },
  "value-not-inserted": {
    title: "A variable's name where its value was meant",
    weight: "likely",
    why: "Within single quotes, and without `$`, bash inserts nothing: the program gets the name.",
    wayOut: 'Use double quotes and `$`; within double quotes write `\\"` for quotes.',
  },
  "files-not-read": {
    title: "Only some files of an input are read",
    weight: "likely",
    why: "A job gets as many as `filesPerJob` says, and the commands name fewer: the others are copied and ignored.",
    wayOut: 'Write `"${IN1[@]}"`, or lower `filesPerJob`.',
  },
  "script-syntax": {
    title: "A script that is sent along is not valid bash",
    weight: "certain",
    why: "bash stops where it does not understand the script, in every job.",
    wayOut: "Run `bash -n` on the script.",
  },
  "not-a-program": {
    title: "An option, a number or a file stands where a program belongs",
    weight: "certain",
    why: "bash finds no program of that name. A line before has lost its backslash, or a `|` stands for a `>`.",
    wayOut: "End the line before with a backslash, or write `>`.",
  },
  "program-misspelt": {
    title: "A program's name is nearly one that payloads call every day",
    weight: "likely",
    why: "bash would not find it at the site, and the job fails there after it waited in the queue.",
    wayOut: "Correct the name; if a program of that name is there, acknowledge it.",
  },
  "argument-missing": {
    title: "A script gets fewer arguments than it reads",
    weight: "likely",
    why: "bash inserts nothing for an argument that is not there, and what follows moves into its place.",
    wayOut: "Compare the call with the script. In the script, write `${3:-}` for an argument that may be absent.",
    isHint: true,
  },
  "argument-not-read": {
    title: "A script gets more arguments than it reads",
    weight: "likely",
    why: "What stands last has no effect, or an argument stands twice and all others are one place too far.",
    wayOut: "Compare the call with the script, and remove what is not read.",
    isHint: true,
  },
  "odd-character": {
    title: "A character of a word processor in bash",
    weight: "likely",
    why: "Round quotes, long dashes and blanks that do not break look right, and are letters to bash.",
    wayOut: "Type the character again.",
  },
  "archive-arguments": {
    title: "The arguments of tar or hadd are in the wrong order, or `f` is missing",
    weight: "certain",
    why: "Behind the `f` comes the archive, and then what is packed. In another order tar writes over the first result; without `f` it writes into the log. hadd takes its result first too.",
    wayOut: "Write `tar cf ARCHIVE FILES`, or `hadd RESULT FILES`.",
  },
  "command-twice": {
    title: "The same command stands twice",
    weight: "likely",
    why: "A line was probably copied to be changed; a job does its work twice, or makes something that nobody reads.",
    wayOut: "Remove it, or change what was to be changed.",
  },
  "not-executable": {
    title: "A script that may not be executed",
    weight: "certain",
    why: "git keeps whether a file is executable, and bash refuses to start by its name one that is not.",
    wayOut: "`git update-index --chmod=+x FILE`, or call it by `bash FILE`.",
  },
  "file-is-empty": {
    title: "A file that is used is empty",
    weight: "likely",
    why: "An editor probably lost it: a macro would do nothing, a list would name nothing.",
    wayOut: "Fill it, or take it out of the commands.",
    isHint: true,
  },
  "not-plain-text": {
    title: "A file is not the text that its name says",
    weight: "certain",
    why: "An editor or a browser saved it otherwise: as UTF-16, with a mark in front, or as the web page around it. The program that reads it fails.",
    wayOut: "Save the file itself as UTF-8 with Unix line ends.",
  },
  "run-not-read": {
    title: "Nothing says for which run of the list it is",
    weight: "likely",
    why: "Each run is a submission of its own. Where no command, no parameter and no name of data has the run, they all do the same.",
    wayOut: "Pass `$run` to the payload, or write `{run}` into names of data.",
  },
  "conflict-marks": {
    title: "A merge conflict was committed",
    weight: "certain",
    why: "git left both versions between marks, and neither ROOT nor bash reads the marks.",
    wayOut: "Keep one of the two versions, and remove the marks.",
  },
} as const satisfies Record<string, Weighed>;
