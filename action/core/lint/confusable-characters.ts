import type { Problem } from "../problems/problem.ts";
import { anyOdd, characterName, odd, oddBlank } from "../text/lookalikes.ts";
import { unicodeName } from "../text/unicode-name.ts";
import { enough, finding } from "./bash/script.ts";
import type { LintedStep } from "./linted-step.ts";

export const checkConfusableCharacters = ({ scripts }: LintedStep): readonly Problem[] =>
  scripts
    // Words within words hold each other's text: most scripts are looked at once.
    .filter(({ text }) => anyOdd.test(text))
    .flatMap((script) =>
      script.facts.words.flatMap((word): readonly Problem[] => {
        // Quoted text may hold anything; invisible blanks are never intended.
        const quoted = (word.parts ?? []).some(({ type }) => type.endsWith("Quoted"));
        const at = word.text.search(quoted ? oddBlank : odd);
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
