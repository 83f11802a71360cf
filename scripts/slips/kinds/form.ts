import { type Copy, commandsOf, fieldsOf, matchesIn, requestName, type Span, spanAt, valuesAt } from "../copy.ts";
import { type Slip, slipOf } from "../slip.ts";
import { misspelt } from "../typing.ts";

const whole = (copy: Copy): readonly Span[] => [spanAt(copy, requestName, 0, copy.request.length)];

/** Lines of the request that are not commands. */
const lines =
  (pattern: RegExp) =>
  (copy: Copy): readonly Span[] => {
    const commands = commandsOf(copy);
    return matchesIn(
      whole,
      pattern,
    )(copy).filter(({ start }) => !commands.some((run) => run.start <= start && start < run.end));
  };

const keys = (copy: Copy): readonly Span[] => fieldsOf(copy).map(({ key }) => key);
const numbers = (copy: Copy): readonly Span[] =>
  fieldsOf(copy)
    .map(({ value }) => value)
    .filter(({ text }) => /^[0-9]+$/.test(text));

/** How YAML is written. */
export const formSlips: readonly Slip[] = [
  slipOf("key-misspelt", "a key with a letter too few, too many, or in the wrong place", keys, misspelt),
  slipOf("line-indented-further", "a line moved in by one blank", lines(/^ +(?=\w+:)/), (text) => `${text} `),
  slipOf("line-moved-out", "a line moved out by two blanks", lines(/^ {2,}(?=\w+:)/), (text) => text.slice(2)),
  slipOf("tab", "a tab instead of blanks at the beginning of a line", lines(/^ {2,}(?=\S)/), () => "\t"),
  slipOf("colon-lost", "no colon behind a key", lines(/^ *\w+:(?= )/), (text) => text.slice(0, -1)),
  slipOf("blank-lost", "no blank behind the colon", lines(/^ *\w+: (?=\S)/), (text) => text.slice(0, -1)),
  slipOf("comma-lost", "no comma in a list or mapping in one line", lines(/, (?=\w+: )/), () => " "),
  slipOf("bracket-lost", "a bracket that is not closed", lines(/[\]}]$/), () => ""),
  slipOf("quote-lost", "a quote that is not closed", lines(/"(?=[\s,\]}])/), () => ""),
  slipOf("line-twice", "a line copied and not edited", lines(/^ *\w+: .+$/), (text) => `${text}\n${text}`),
  slipOf("line-deleted", "a line of the request deleted by mistake", lines(/^ *\w+: [^|>\n]+\n/), () => ""),
  slipOf("number-with-separator", "1,000 or 1_000", numbers, (text, by) =>
    text.length < 4 ? undefined : text.replace(/(?=\d{3}$)/, by.of([",", "_", " ", "."])),
  ),
  slipOf("number-in-quotes", "a number in quotes", numbers, (text) => `"${text}"`),
  slipOf("number-with-unit", "2000 MB, 24h, 100k", numbers, (text, by) => text + by.of([" MB", "h", "k", " files"])),
  slipOf(
    "value-forgotten",
    "a key without its value",
    valuesAt(
      "build",
      "conditions",
      "steps.*.jobs",
      "steps.*.eventsPerJob",
      "steps.*.memory",
      "defaults.maxAttempt",
      "defaults.*",
    ),
    () => "",
  ),
  slipOf(
    "conflict-in-request",
    "marks of a merge conflict",
    lines(/^ *\w+: .+$/),
    (text) => `<<<<<<< HEAD\n${text}\n=======\n${text}0\n>>>>>>> other`,
  ),
  slipOf("contact-without-at", "a contact without @ or quotes", lines(/"@[\w/-]+"/), (text, by) =>
    by.of([text.replace("@", ""), text.replaceAll('"', "")]),
  ),
];
