import type { ProblemCode } from "../../../action/core/problems/problem.ts";

/** What SHREK says of the classes of mistakes that ShellCheck finds in our payloads: its own codes, or why it says nothing. */
type Answer = { readonly classes: readonly string[]; readonly finds: string } & (
  | { readonly codes: readonly ProblemCode[] }
  | { readonly argued: string }
);

export const shellcheckAnswers: readonly Answer[] = [
  { classes: ["SC1007", "SC2084", "SC2283"], finds: "blanks around `=`", codes: ["spaces-around-equals"] },
  {
    classes: ["SC1009", "SC1020", "SC1035", "SC1072", "SC1073"],
    finds: "brackets of a test without their blanks",
    codes: ["wrong-test"],
  },
  { classes: ["SC2071", "SC2077", "SC2170"], finds: "tests that bash reads otherwise", codes: ["wrong-test"] },
  { classes: ["SC2070", "SC2076"], finds: "tests that are right for some values", codes: ["doubtful-test"] },
  { classes: ["SC2016", "SC2050"], finds: "a name where its value was meant", codes: ["variable-not-expanded"] },
  {
    classes: ["SC1087", "SC2051", "SC2079"],
    finds: "`$fit[0]`, `{1..$n}`, `$((2.5 * n))`",
    codes: ["wrong-expansion"],
  },
  { classes: ["SC2153", "SC2154"], finds: "a variable that nothing sets", codes: ["unset-variable"] },
  { classes: ["SC2030", "SC2031"], finds: "a value that ends with its process", codes: ["value-lost"] },
  { classes: ["SC2094"], finds: "a file that is read and written", codes: ["file-emptied"] },
  {
    classes: ["SC2069", "SC2210", "SC2261"],
    finds: "redirections in the wrong order, to a number, twice",
    codes: ["redirect-misread"],
  },
  { classes: ["SC2093", "SC2317"], finds: "commands behind `exec` and `exit`", codes: ["never-reached"] },
  {
    classes: ["SC2168", "SC2215", "SC2281"],
    finds: "what is no command: `local`, an option, `$x=5`",
    codes: ["not-a-program"],
  },
  { classes: ["SC1061", "SC1062"], finds: "a loop that nothing ends", codes: ["bash-syntax"] },
  {
    classes: ["SC1036", "SC1049", "SC1050", "SC1056", "SC1064", "SC1065", "SC1088", "SC1089"],
    finds: "brackets and keywords that do not fit, in a script",
    codes: ["script-syntax"],
  },
  { classes: ["SC1017"], finds: "Windows line ends", codes: ["windows-line-ends"] },
  {
    classes: ["SC1101", "SC2288"],
    finds: "a blank behind a backslash, and what the next line becomes",
    codes: ["broken-continuation"],
  },
  { classes: ["SC1110"], finds: "quotes of a word processor", codes: ["confusable-character"] },
  {
    classes: ["SC2155"],
    finds: "`export x=$(command)`",
    argued: "`exit-status-ignored` if the command does the work; of others only a text",
  },
  {
    classes: ["SC2012", "SC2045", "SC2046", "SC2061", "SC2068", "SC2086", "SC2206", "SC2207"],
    finds: "words that blanks and wildcards split",
    argued: "names of files have none here, and lists are meant to split",
  },
  {
    classes: ["SC2010", "SC2013", "SC2027", "SC2124", "SC2128", "SC2291"],
    finds: "lists and blanks of texts",
    argued: "as meant in what a person prints; the inputs of a job have lints of their own",
  },
  {
    classes: ["SC2004", "SC2005", "SC2006", "SC2018", "SC2019", "SC2116", "SC2126", "SC2129", "SC2219"],
    finds: "style",
    argued: "the result is the same",
  },
  { classes: ["SC2028"], finds: '`echo "\\t"`', argued: "the log only" },
  {
    classes: ["SC2034"],
    finds: "a variable that nothing reads",
    argued: "harmless; a misspelt one is read under its other name",
  },
  { classes: ["SC2035"], finds: "names that begin with a hyphen", argued: "none does: the author names the files" },
  {
    classes: ["SC2173"],
    finds: "`trap ... KILL`",
    argued: "the trap has no effect, and the signal ends the job all the same",
  },
  { classes: ["SC1010"], finds: "`echo done`", argued: "a word that is printed" },
  { classes: ["SC1083"], finds: "a literal brace", argued: "arguments of programs and patterns have them" },
  {
    classes: ["SC2152"],
    finds: "`return` with what is no number",
    argued: "bash says so, and the function ends with 2",
  },
  {
    classes: ["SC2329"],
    finds: "a function that nothing calls",
    argued: "harmless; a result that it alone makes is `output-not-produced`",
  },
  { classes: ["SC1091"], finds: "a set-up file that is not here", argued: "it is at the site" },
];
