import type { Problem } from "../problems/problem.ts";
import { unicodeName } from "../text/unicode-name.ts";
import { enough, finding } from "./bash/script.ts";
import type { LintedStep } from "./linted-step.ts";

/** Quotes and dashes of word processors, and blanks that look like blanks: bash takes them for letters. */
const odd = /[\u2018\u2019\u201c\u201d\u201e\u00a0\u2007\u202f\u200b\ufeff]|(?<=^|[\s"])[\u2012-\u2015\u2212](?=\w)/;

const anyOdd = /[\u2012-\u2015\u2018-\u201e\u2212\u00a0\u2007\u202f\u200b\ufeff]/;

export const checkConfusableCharacters = ({ scripts }: LintedStep): readonly Problem[] =>
  scripts
    // Words within words hold each other's text: most scripts are looked at once.
    .filter(({ text }) => anyOdd.test(text))
    .flatMap((script) =>
      script.facts.words.flatMap((word): readonly Problem[] => {
        // Quoted text may hold anything; invisible blanks are never intended.
        const quoted = (word.parts ?? []).some(({ type }) => type.endsWith("Quoted"));
        const at = word.text.search(quoted ? /[\u00a0\u2007\u202f\u200b\ufeff]/ : odd);
        if (at === -1) return [];
        const letter = word.text[at] ?? "";
        const message = `${unicodeName(letter)} is no character of bash: it looks like ${characterName(letter)}, and is read as a letter.`;
        return [
          finding(script, word.pos + at, "confusable-character", {
            message,
            hint: `type ${characterName(letter)} in its place`,
          }),
        ];
      }),
    )
    .slice(0, enough);

const characterName = (letter: string): string => {
  if (/[\u2018\u2019]/.test(letter)) return "a single quote";
  if (/[\u201c-\u201e]/.test(letter)) return "a double quote";
  return /[\u2012-\u2015\u2212]/.test(letter) ? "a hyphen" : "a blank";
};
