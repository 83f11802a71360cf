import { bashOf, type Copy, commandsOf, fieldsAt, fieldsOf, matchesIn, type Span, spanAt } from "../copy.ts";
import { type Slip, slipOf } from "../slip.ts";
import { misspelt } from "../typing.ts";

const inBash = (pattern: RegExp) => matchesIn(bashOf, pattern);
const inRun = (pattern: RegExp) => matchesIn(commandsOf, pattern);

/** Lines of bash that are commands: no comments, no ends of compounds. */
const commandLines = inBash(/^[ ]*(?!#|fi\b|done\b|esac\b|else\b|then\b|do\b|set\b|run:|\}|\|)\S.*$/);

/** Blocks `run: |` of at least one line, with their mark. */
const blocks = (copy: Copy): readonly Span[] => commandsOf(copy).filter(({ text }) => /^\|[-+]?\n/.test(text));

/** Folding changes nothing there. */
const isOneCommand = (block: string): boolean => block.trim().split("\n").length < 3;

/** Names of macros and scripts in commands. */
const calls = inBash(/(?<=[\s"/])[\w-]+\.(?:C|sh|py|awk|cfg|txt|list)\b/);
const variables = inBash(/(?<=\$\{?)[A-Za-z_]\w{2,}/);

/** Two neighbouring arguments that are written alike. */
const twoArguments = inBash(/"\$\{?\w+(?:\[\S\])?\}?" "\$\{?\w+(?:\[\S\])?\}?"|\$\w+, ?\$\w+/);
/** What each step reads. */
const inputsOf = (copy: Copy): readonly (readonly string[])[] =>
  fieldsAt("steps.*.in")(copy).map(({ value }) =>
    [...value.text.matchAll(/\bfrom: *(\w+)/g)].map(([, name = ""]) => name),
  );

export const commandSlips: readonly Slip[] = [
  slipOf("folded", "`run: >` instead of `run: |`", blocks, (text) =>
    isOneCommand(text) ? undefined : text.replace("|", ">"),
  ),
  slipOf("block-mark-lost", "`run:` over several lines without its mark", blocks, (text) =>
    isOneCommand(text) ? undefined : text.replace(/^\|[-+]?/, ""),
  ),
  slipOf("body-not-indented", "the commands begin in the column of `run`", blocks, (text, _by, span, copy) => {
    const column = fieldsOf(copy).find(({ value }) => value.start === span.start)?.key;
    const before = copy.request.slice(0, column?.start ?? 0);
    const indent = before.length - before.lastIndexOf("\n") - 1;
    return text.replace(/^ +/gm, " ".repeat(indent));
  }),
  slipOf("shell-quote-lost", "a quote of bash that is not closed", inBash(/"(?=[ )\n])/), () => ""),
  slipOf(
    "shell-bracket-lost",
    "`)`, `}` or `]` of bash is not there",
    inBash(/(?<=[$\w@\]])[)}\]](?=["\s])/),
    () => "",
  ),
  slipOf(
    "single-quotes",
    "single quotes around what bash should fill in",
    inBash(/"[^"\n\\]*\$\w[^"\n\\]*"/),
    (text) => `'${text.slice(1, -1)}'`,
  ),
  slipOf(
    "macro-in-single-quotes",
    "single quotes around a macro's call",
    inBash(/"[\w/$]+(?:\.C)?\((?:[^"\\\n]|\\")*\)"/),
    (text) => `'${text.slice(1, -1).replaceAll('\\"', '"')}'`,
  ),
  slipOf("escape-lost", "quotes inside of quotes without a backslash", inBash(/\\"(?:[^"\\\n]+)\\"/), (text) =>
    text.replaceAll("\\", ""),
  ),
  slipOf("variable-misspelt", "a variable misspelt", variables, misspelt),
  slipOf("variable-case", "a variable in another case", variables, (text) =>
    /[a-z][A-Z]/.test(text) ? text.toLowerCase() : text.toUpperCase(),
  ),
  slipOf("dollar-lost", "a variable without its dollar", inBash(/\$(?=[a-z]\w{2,})/i), () => ""),
  slipOf(
    "dollar-round-brackets",
    "`$(name)` instead of `${name}`",
    inBash(/\$\{?[A-Za-z]\w{2,}\}?(?![\w[])/),
    (text) => `$(${text.replace(/[${}]/g, "")})`,
  ),
  slipOf("braces-of-array-lost", "`$hits[0]` instead of `${hits[0]}`", inBash(/\$\{\w+\[[^\]]*\]\}/), (text) =>
    text.replace(/[{}]/g, ""),
  ),
  slipOf("all-files-as-one", "`$hits` instead of all its files", inBash(/\$\{(\w+)\[@\]\}/), (text) =>
    text.replace(/[{}]|\[@\]/g, ""),
  ),
  slipOf("first-file-as-all", "`${hits[0]}` instead of all files", inRun(/\$\{\w+\[@\]\}/), (text) =>
    text.replace("@", "0"),
  ),
  slipOf("file-counted-from-one", "the first file counted as 1", inRun(/(?<=\$\{\w+\[)0(?=\])/), () => "1"),
  slipOf("input-for-another", "one input of the step instead of another", variables, (text, _by, _span, copy) =>
    inputsOf(copy)
      .find((names) => names.includes(text))
      ?.find((name) => name !== text),
  ),
  slipOf("input-of-another-step", "an input of another step", variables, (text, _by, _span, copy) =>
    inputsOf(copy).flat().includes(text)
      ? inputsOf(copy)
          .find((names) => !names.includes(text))
          ?.at(0)
      : undefined,
  ),
  slipOf(
    "positional-argument",
    "`$1` instead of a name",
    inRun(/\$(?:uniqueId|nEvents)\b|\$\{(?:uniqueId|nEvents)\}/),
    () => "$1",
  ),
  slipOf("seed-by-hand", "a seed fixed by hand", inRun(/"?\$\{?uniqueId\}?"?/), () => "12345"),
  slipOf("job-for-unique-number", "`$job` for `$uniqueId`", inRun(/\$\{?uniqueId\b/), (text) =>
    text.replace("uniqueId", "job"),
  ),
  slipOf("arguments-swapped", "two arguments in the wrong order", twoArguments, (text) => {
    const [one = "", two = ""] = text.split(/, ?| /);
    return `${two}${text.slice(one.length, text.length - two.length)}${one}`;
  }),
  slipOf(
    "argument-forgotten",
    "an argument is not there",
    inBash(/ "\$\{?\w+(?:\[\S\])?\}?"(?= )|(?<=[(,] ?)\$\w+, ?/),
    () => "",
  ),
  slipOf(
    "macro-argument-forgotten",
    "the last argument of a macro is not there",
    inBash(/,\s*[^,()]+(?=\)")/),
    () => "",
  ),
  slipOf("file-name-misspelt", "the name of a macro, script or list misspelt where it is used", calls, misspelt),
  slipOf("file-name-case", "the name of a file in another case", calls, (text) =>
    text.toLowerCase() === text ? text.replace(/^\w/, (letter) => letter.toUpperCase()) : text.toLowerCase(),
  ),
  slipOf("another-macro", "another macro of the folder is run", inBash(/[\w/]+\.C(?=\()/), (text, by, _span, copy) => {
    const others = [...copy.files.keys()].filter((file) => file.endsWith(".C") && file !== text);
    return others.length === 0 ? undefined : by.of(others);
  }),
  slipOf(
    "output-misspelt",
    "the output has another name in the commands than in `out`",
    (copy) => {
      const names = fieldsAt("steps.*.out")(copy).flatMap(({ value }) => value.text.match(/[\w-]+\.\w[\w.]*/g) ?? []);
      return matchesIn(bashOf, /[\w-]+\.\w[\w.]*/)(copy).filter(({ text }) => names.includes(text));
    },
    misspelt,
  ),
  slipOf("spaces-around-equals", "blanks around `=`", inBash(/^ *[A-Za-z_]\w*=(?=["$\w])/), (text, by) =>
    by.of([text.replace("=", " = "), text.replace("=", "= ")]),
  ),
  slipOf("dollar-in-assignment", "`$name=value`", inBash(/^ *[A-Za-z_]\w*=(?=["$\w])/), (text) =>
    text.replace(/(?=[A-Za-z_])/, "$"),
  ),
  slipOf("continuation-blank", "a blank behind a backslash at the end of a line", inBash(/\\$/), () => "\\ "),
  slipOf("continuation-lost", "no backslash at the end of a line", inBash(/ \\$/), () => ""),
  slipOf("redirect-lost", "no `>` before the output", inBash(/ >(?=\S)/), () => " "),
  slipOf("redirect-as-pipe", "`|` instead of `>`", inBash(/ >(?=[\w.]+$)/), () => " | "),
  slipOf("last-command-deleted", "the last command is not there", blocks, (text) =>
    text.trim().split("\n").length > 2 ? `${text.trimEnd().split("\n").slice(0, -1).join("\n")}\n` : undefined,
  ),
  slipOf(
    "command-deleted",
    "a command is not there",
    (copy) => commandLines(copy).map(({ file, start, end }) => spanAt(copy, file, start, end + 1)),
    () => "",
  ),
  slipOf("command-twice", "a command copied and not edited", commandLines, (text) => `${text}\n${text}`),
  slipOf("command-commented-out", "a command commented out for a test", commandLines, (text) =>
    text.replace(/(?=\S)/, "# "),
  ),
  slipOf("tar-swapped", "`tar cf` with the files before the archive", inBash(/(?<=tar c\w*f )\S+ \S+(?=$)/), (text) =>
    text.split(" ").toReversed().join(" "),
  ),
  slipOf("tar-without-f", "`tar c` without its `f`", inBash(/(?<=tar c\w*)f(?= )/), () => ""),
  slipOf(
    "folder-entered",
    "`cd` into a folder before the work",
    commandLines,
    (text) => `${/^ */.exec(text)?.[0] ?? ""}mkdir -p work && cd work\n${text}`,
  ),
  slipOf("failure-swallowed", "`|| true` from a test", commandLines, (text) =>
    text.endsWith("\\") || /[{(]$|then$|do$|<</.test(text) ? undefined : `${text} || true`,
  ),
  slipOf(
    "stop-switched-off",
    "`set +e` from a test",
    commandLines,
    (text) => `${/^ */.exec(text)?.[0] ?? ""}set +e\n${text}`,
  ),
  slipOf("strict-mode-lost", "no `set -e` in a script", inBash(/^set -e.*\n/), () => ""),
  slipOf("left-in-background", "`&` from a test", commandLines, (text) =>
    /[\\{(&|]$|then$|do$/.test(text) ? undefined : `${text} &`,
  ),
  slipOf(
    "path-of-home",
    "a file in the author's home",
    inBash(/(?<=[\s"'>])[\w-]+\.(?:list|txt|root|tar|C)\b/),
    (text) => `/sphenix/u/tester/${text}`,
  ),
  slipOf(
    "log-in-home",
    "a copy to the author's home from a test",
    commandLines,
    (text) => `${text}\n${/^ */.exec(text)?.[0] ?? ""}cp *.log /sphenix/u/tester/logs/`,
  ),
  slipOf("typographic-quotes", "quotes of a word processor", inBash(/"[^"\n]+"/), (text) => `“${text.slice(1, -1)}”`),
  slipOf("dash-of-word-processor", "a long dash instead of `-`", inBash(/(?<= )-(?=\w)/), () => "–"),
  slipOf(
    "blank-of-web-page",
    "a blank that does not break, copied from a web page",
    inBash(/(?<=\w) (?=["\w-])/),
    () => "\u00a0",
  ),
  slipOf("option-misspelt", "an option misspelt", inBash(/(?<= --)\w[\w-]{3,}/), misspelt),
  slipOf(
    "command-misspelt",
    "a program misspelt",
    inBash(/(?<=^ *(?:run: )?)(?!set\b|run\b|if\b|for\b|while\b|done\b|fi\b|do\b)[a-z][\w.]{2,}(?= )/),
    misspelt,
  ),
  slipOf("append", "`>>` instead of `>`", inBash(/(?<= )>(?=[\w."$])/), () => ">>"),
  slipOf("number-of-job-as-events", "`$uniqueId` instead of `$nEvents`", inRun(/(?<=\$\{?)nEvents/), () => "uniqueId"),
];
