import type { Problem } from "../../problems/problem.ts";
import { anyOdd, characterName, odd, oddBlank, unicodeName } from "../../text/lookalikes.ts";
import type { LookAtScript } from "../bash/expand.ts";
import { finding } from "../bash/script.ts";

/** Letters that a person takes for what bash knows. Quoted text may hold anything, but blanks that nobody sees are never meant. */
export const checkConfusableCharacters: LookAtScript = (script) =>
  // Words within words hold each other's text: most scripts are looked at once.
  !anyOdd.test(script.text)
    ? []
    : script.facts.words.flatMap((word): readonly Problem[] => {
        const quoted = (word.parts ?? []).some(({ type }) => type.endsWith("Quoted"));
        const at = word.text.search(quoted ? oddBlank : odd);
        if (at === -1) return [];
        const letter = word.text[at] ?? "";
        const message = `${unicodeName(letter)} is no character of bash: it looks like ${characterName(letter)}, and is read as a letter.`;
        const hint = `type ${characterName(letter)} in its place`;
        return [finding(script, word.pos + at, "confusable-character", { message, hint })];
      });
