import type { Word } from "unbash";
import { finding, type Script } from "../bash/script.ts";
import { plainText } from "../bash/simple-command.ts";
import type { LookAtScript } from "./look-at-script.ts";
import { operandsOf } from "./tests.ts";

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
