import type { TestBinaryExpression, Word } from "unbash";
import type { LookAtScript } from "../bash/expand.ts";
import { finding, type Script } from "../bash/script.ts";
import { plainText, type Run } from "../bash/simple-command.ts";

type Misread = { readonly pos: number; readonly message: string; readonly hint: string };

/** Tests that bash reads in another way than people: most of them have one answer, whatever is tested. */
export const checkWrongTests: LookAtScript = (script) =>
  [
    ...script.facts.runs.flatMap((run) => [...blanksIn(script, run), ...wrongIn(run)]),
    ...script.facts.comparisons.flatMap(({ operator, left, right }) => notWhole(operator, [left, right], "[[")),
  ].map(({ pos, ...words }) => finding(script, pos, "wrong-test", words));

/** Tests that are right in some jobs. */
export const checkDoubtfulTests: LookAtScript = (script, { given }) =>
  [...script.facts.runs.flatMap((run) => emptyWord(run, given)), ...script.facts.comparisons.flatMap(byText)].map(
    ({ pos, ...words }) => finding(script, pos, "doubtful-test", words),
  );

const blanksIn = ({ facts }: Script, { name, nameWord, args, pos }: Run): readonly Misread[] => {
  const begin = nameWord?.text ?? "";
  if (/^\[\[?[^[\]]/.test(begin) && !facts.functions.has(begin)) {
    const message = `Without a blank behind \`[\`, bash looks for a program of the name ${begin}.`;
    return [{ pos, message, hint: `write ${begin.replace(/^\[+/, "$& ")}` }];
  }
  const last = args.at(-1);
  if (name !== "[" || last === undefined || !/[^[\]]\]$/.test(last.text)) return [];
  const message = `Without a blank in front of \`]\`, the test has no end: ${last.text} is one word.`;
  return [{ pos: last.pos, message, hint: `write ${last.text.slice(0, -1)} ]` }];
};

/** What is tested: the words between the brackets, without a leading `!`. */
const operandsOf = ({ name, args }: Run): readonly Word[] => {
  if (name !== "test" && !(name === "[" && args.at(-1)?.text === "]")) return [];
  const words = name === "[" ? args.slice(0, -1) : args;
  return words[0]?.text === "!" ? words.slice(1) : words;
};

const wrongIn = (run: Run): readonly Misread[] => {
  const operands = operandsOf(run);
  const [only] = operands;
  return [
    ...intoFile(run),
    ...(operands.length === 1 && only !== undefined ? joined(only) : []),
    ...operands.flatMap(({ text }, at) => notWhole(text, [operands[at - 1], operands[at + 1]], "[")),
  ];
};

/** `[ "$n" > 5 ]` makes a file named 5. */
const intoFile = ({ name, args, redirects }: Run): readonly Misread[] =>
  redirects.flatMap((redirect) => {
    const within = name === "[" && args.length > 1 && redirect.pos < (args.at(-1)?.pos ?? 0);
    if (!within || redirect.type !== "Redirect" || redirect.target === undefined) return [];
    const { operator, target, pos } = redirect;
    if (operator !== ">" && operator !== "<") return [];
    const message =
      operator === ">"
        ? `Within \`[ ]\`, \`>\` writes into a file named ${target.text}, and the test does not compare.`
        : `Within \`[ ]\`, \`<\` reads a file named ${target.text}, and the test does not compare.`;
    return [{ pos, message, hint: `write ${operator === ">" ? "-gt" : "-lt"} ${target.text}` }];
  });

/** `[ "$a"="b" ]` is one word with something in it, which is true. */
const joined = (word: Word): readonly Misread[] => {
  const literal = (word.parts ?? [{ ...word, type: "Literal" as const }]).find(
    (part) => part.type === "Literal" && part.text.includes("="),
  );
  if (literal === undefined) return [];
  const sign = literal.pos + literal.text.indexOf("=") - word.pos;
  const [before, after] = [word.text.slice(0, sign), word.text.slice(sign).replace(/^==?/, "")];
  if (before === "" || after === "" || /^[-!<>+]|[!<>+]$/.test(before)) return [];
  const message = `${word.text} is one word, and a word that is not empty is true: nothing is compared.`;
  return [{ pos: word.pos, message, hint: `write ${before} = ${after}` }];
};

const ofNumbers = /^-(?:eq|ne|gt|ge|lt|le)$/;

const notWhole = (
  operator: string,
  operands: readonly (Word | undefined)[],
  bracket: "[" | "[[",
): readonly Misread[] =>
  !ofNumbers.test(operator)
    ? []
    : operands.flatMap((word) => {
        const text = word === undefined ? undefined : plainText(word)?.trim();
        if (word === undefined || text === undefined || /^[-+]?[0-9]+$/.test(text) || !isWrong(text, bracket))
          return [];
        const message = `${operator} compares whole numbers: with ${word.text} the test is an error, which counts as "no".`;
        return [{ pos: word.pos, message, hint: "compare by awk, or round both sides" }];
      });

/** Within `[[ ]]` a word is the name of a variable. */
const isWrong = (text: string, bracket: "[" | "[["): boolean =>
  bracket === "[" ? true : /^[-+]?[0-9]*\.[0-9]*$/.test(text);

/** `[ -n $x ]` without a value is `[ -n ]`, and that is true. */
const emptyWord = (run: Run, given: ReadonlySet<string>): readonly Misread[] => {
  const [operator, word, more] = operandsOf(run);
  const [part, ...others] = word?.parts ?? [];
  if (operator?.text !== "-n" || word === undefined || more !== undefined || part === undefined || others.length > 0)
    return [];
  if (part.type !== "SimpleExpansion" && part.type !== "ParameterExpansion" && part.type !== "CommandExpansion")
    return [];
  if (given.has(/^\$\{?(\w+)\}?$/.exec(word.text)?.[1] ?? "")) return [];
  const message = `Where ${word.text} is empty, bash sees \`[ -n ]\`, which is true.`;
  return [{ pos: word.pos, message, hint: `write "${word.text}"` }];
};

const byText = ({ operator, right, pos }: TestBinaryExpression): readonly Misread[] => {
  const { text } = right;
  // With a leading zero or many digits both sides may well have the same length, as dates have.
  if ((operator === ">" || operator === "<") && /^(?:0|[1-9][0-9]{0,3})$/.test(text)) {
    const message = `Within \`[[ ]]\`, \`${operator}\` compares letters: 10 stands before 9.`;
    return [{ pos, message, hint: `write ${operator === ">" ? "-gt" : "-lt"} in place of ${operator}` }];
  }
  const quoted = operator === "=~" ? /^(["'])(.*)\1$/.exec(text)?.[2] : undefined;
  if (quoted === undefined || !/^\^|\$$|\.[*+]|\[[^\]]+\]/.test(quoted)) return [];
  const message = `In quotes, ${text} is no pattern: the text must contain it letter by letter.`;
  return [{ pos: right.pos, message, hint: `write ${quoted} without quotes` }];
};

/** `[ uniqueId = 5 ]`: two words that always differ, where a value was meant. */
export const checkNamesInTests: LookAtScript = (script, { given }) =>
  constantsIn(script)
    .flatMap((words) => words.filter(({ value }) => given.has(value) || script.facts.assigned.has(value)))
    .map((word) =>
      finding(script, word.pos, "variable-not-expanded", {
        message: `\`${word.value}\` without \`$\` is a word like any other, and the test has always the same answer.`,
        hint: `write "$${word.value}"`,
      }),
    );

/** The words of tests into which nothing is put. */
const constantsIn = ({ facts }: Script): readonly (readonly Word[])[] => [
  ...facts.runs.flatMap((run) => {
    const [first, operator, second, ...more] = operandsOf(run);
    if (first === undefined || more.length > 0) return [];
    if (operator === undefined) return [constant([first])];
    return second !== undefined && equal.test(operator.text) ? [constant([first, second])] : [];
  }),
  ...facts.comparisons.flatMap(({ operator, left, right }) => (equal.test(operator) ? [constant([left, right])] : [])),
];

const equal = /^(?:==?|!=)$/;

const constant = (words: readonly Word[]): readonly Word[] =>
  words.every((word) => plainText(word) !== undefined) ? words : [];
