import type { Weighed } from "./explained.ts";

/** Slips of the hand in payloads and in the files that they use. */
export const slipCodes = {
  "macro-arguments": {
    title: "A macro is called with other arguments than it takes",
    weight: "certain",
    hint: "compare the call with the function in the macro, which has the name of its file",
  },
  "wrong-expansion": {
    title: "A variable is written in a way that bash understands differently",
    weight: "certain",
    why: "`$(name)` runs a program of that name, and `$fit[0]` is the first file with `[0]` behind it.",
  },
  "variable-not-expanded": {
    title: "A variable's name where its value was meant",
    why: "Within single quotes, or without `$`.",
    weight: "likely",
  },
  "files-not-read": {
    title: "Only some files of an input are read",
    why: "The commands name fewer than `filesPerJob`.",
    weight: "likely",
  },
  "script-syntax": { title: "A script that is sent along is not valid bash", weight: "certain" },
  "not-a-program": {
    title: "What is where a program belongs is none for bash",
    why: "A line before has lost its backslash, `>` was meant, or it is csh.",
    weight: "certain",
  },
  "wrong-test": {
    title: "A test that bash reads otherwise than it looks",
    why: "Without its blanks `[` is another program; within `[ ]`, `>` makes a file, `a=b` is true, and only whole numbers are compared.",
    weight: "certain",
  },
  "doubtful-test": {
    title: "A test that is right for some values only",
    weight: "likely",
    why: "`[ -n $x ]` is true where `x` is empty, `[[ 10 > 9 ]]` compares letters, and a pattern in quotes is none.",
  },
  "file-emptied": {
    title: "A command reads the file that it writes",
    weight: "certain",
    why: "bash empties the file for `>` before the command begins.",
  },
  "redirect-misread": {
    title: "A redirection does something else than it looks",
    why: "A second `>` begins the file anew, `2>&1 >log` leaves errors out, and `2>1` makes a file named 1.",
    weight: "likely",
  },
  "never-reached": {
    title: "Commands behind the end of the script",
    why: "`exit` or `exec PROGRAM` ends it.",
    weight: "likely",
  },
  "value-lost": {
    title: "A variable that was set in another process",
    why: "Each part of a pipe, and `( )`, is a process of its own.",
    weight: "likely",
  },
  "program-misspelt": {
    title: "A program's name is nearly one that payloads call every day",
    weight: "likely",
    why: "If a program of that name is there, acknowledge it.",
  },
  "argument-missing": {
    title: "A script gets fewer arguments than it reads",
    weight: "likely",
    hint: "compare the call with the script. In the script, write `${3:-}` for an argument that may be absent",
  },
  "argument-not-read": {
    title: "A script gets more arguments than it reads",
    weight: "likely",
    hint: "compare the call with the script, and remove what is not read",
  },
  "confusable-character": {
    title: "A character of a word processor in bash",
    weight: "likely",
    why: "Round quotes, long dashes and unbreakable blanks are letters to bash.",
  },
  "archive-arguments": {
    title: "The arguments of tar or hadd are in the wrong order, or `f` is missing",
    why: "tar would write over a result; hadd takes its result first too.",
    weight: "certain",
  },
  "file-not-made": {
    title: "A file is read that nothing makes",
    weight: "likely",
    why: "tar, cp or hadd ends the job there.",
    hint: "correct the name",
  },
  "text-not-there": {
    title: "sed looks for a text that is not in the file",
    weight: "likely",
    why: "sed changes nothing and succeeds.",
  },
  "command-twice": { title: "The same command is there twice", weight: "likely" },
  "not-executable": { title: "A script that may not be executed", weight: "certain" },
  "file-is-empty": {
    title: "A file that is used is empty",
    weight: "likely",
    hint: "fill it, or take it out of the commands",
  },
  "not-plain-text": {
    title: "A file is not the text that its name says",
    why: "It is UTF-16, has a mark in front, or is the web page around it.",
    weight: "certain",
  },
  "fixed-run": {
    title: "A run of the list is written into a command",
    weight: "likely",
    hint: "write `$run`",
  },
  "run-not-read": { title: "Nothing says for which run of the list it is", weight: "likely" },
  "conflict-marks": { title: "A merge conflict was committed", weight: "certain" },
} as const satisfies Record<string, Weighed>;
