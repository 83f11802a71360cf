import type { Weighed } from "./explained.ts";

/** Slips of the hand in payloads and in the files that they use. */
export const slipCodes = {
  "macro-arguments": {
    title: "A macro is called with other arguments than it takes",
    weight: "certain",
    why: "ROOT refuses another number of arguments, or text in place of a number.",
    wayOut: "Compare the call with the function in the macro, which has the name of its file.",
    isHint: true,
  },
  "wrong-expansion": {
    title: "A variable is written in a way that bash understands differently",
    weight: "certain",
    why: "`$(name)` runs a program of that name, and `$fit[0]` is the first file with `[0]` behind it.",
    wayOut: "Write `${name}` and `${fit[0]}`.",
  },
  "variable-not-expanded": {
    title: "A variable's name where its value was meant",
    weight: "likely",
    why: "Within single quotes, and without `$`, the program gets the name.",
    wayOut: 'Use double quotes and `$`; within double quotes write `\\"` for quotes.',
  },
  "files-not-read": {
    title: "Only some files of an input are read",
    weight: "likely",
    why: "A job gets `filesPerJob` files, and the commands name fewer.",
    wayOut: 'Write `"${fit[@]}"`, or lower `filesPerJob`.',
  },
  "script-syntax": {
    title: "A script that is sent along is not valid bash",
    weight: "certain",
    why: "Every job stops there.",
    wayOut: "Run `bash -n` on the script.",
  },
  "not-a-program": {
    title: "What is where a program belongs is none for bash",
    weight: "certain",
    why: "A line before has lost its backslash, a `|` was meant as `>`, or the line is of csh or of a submit file.",
    wayOut: "End the line before with a backslash, write `>`, or write it as bash does.",
  },
  "program-misspelt": {
    title: "A program's name is nearly one that payloads call every day",
    weight: "likely",
    why: "The job would wait in the queue, then fail at the site.",
    wayOut: "Correct the name; if a program of that name is there, acknowledge it.",
  },
  "argument-missing": {
    title: "A script gets fewer arguments than it reads",
    weight: "likely",
    why: "bash inserts nothing, and what follows moves into its place.",
    wayOut: "Compare the call with the script. In the script, write `${3:-}` for an argument that may be absent.",
    isHint: true,
  },
  "argument-not-read": {
    title: "A script gets more arguments than it reads",
    weight: "likely",
    why: "The last has no effect, or all are one place too far.",
    wayOut: "Compare the call with the script, and remove what is not read.",
    isHint: true,
  },
  "confusable-character": {
    title: "A character of a word processor in bash",
    weight: "likely",
    why: "Round quotes, long dashes and unbreakable blanks look right, and are letters to bash.",
    wayOut: "Type the character again.",
  },
  "archive-arguments": {
    title: "The arguments of tar or hadd are in the wrong order, or `f` is missing",
    weight: "certain",
    why: "tar takes the archive behind `f`, then the files: in another order it writes over a result, without `f` into the log. hadd takes its result first too.",
    wayOut: "Write `tar cf ARCHIVE FILES`, or `hadd RESULT FILES`.",
  },
  "command-twice": {
    title: "The same command is there twice",
    weight: "likely",
    why: "A line was probably copied to be changed.",
    wayOut: "Remove it, or change what was to be changed.",
  },
  "not-executable": {
    title: "A script that may not be executed",
    weight: "certain",
    why: "bash refuses to start it by its name.",
    wayOut: "`git update-index --chmod=+x FILE`, or call it by `bash FILE`.",
  },
  "file-is-empty": {
    title: "A file that is used is empty",
    weight: "likely",
    why: "An editor probably lost it: a macro would do nothing, a list name nothing.",
    wayOut: "Fill it, or take it out of the commands.",
    isHint: true,
  },
  "not-plain-text": {
    title: "A file is not the text that its name says",
    weight: "certain",
    why: "It was saved as UTF-16, with a mark in front, or as the web page around it: its reader fails.",
    wayOut: "Save the file itself as UTF-8 with Unix line ends.",
  },
  "fixed-run": {
    title: "A run of the list is written into a command",
    weight: "likely",
    why: "All runs of the list would process the data of this one.",
    wayOut: "Write `$run`.",
    isHint: true,
  },
  "run-not-read": {
    title: "Nothing says for which run of the list it is",
    weight: "likely",
    why: "Where no command, parameter or name of data has the run, all runs do the same.",
    wayOut: "Pass `$run` to the payload, or write `{run}` into names of data.",
  },
  "conflict-marks": {
    title: "A merge conflict was committed",
    weight: "certain",
    why: "git left both versions between marks, which neither ROOT nor bash reads.",
    wayOut: "Keep one of the two versions, and remove the marks.",
  },
} as const satisfies Record<string, Weighed>;
