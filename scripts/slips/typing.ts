import type { Chance } from "../fuzz/chance.ts";

/** What fingers do to a word: a letter is lost, comes twice, changes place with the next, or gets the wrong case. */
export const misspelt = (word: string, by: Chance): string => {
  const at = 1 + by.below(Math.max(1, word.length - 2));
  const [letter = "", next = ""] = [word[at], word[at + 1]];
  const ways = [
    word.slice(0, at) + word.slice(at + 1),
    word.slice(0, at) + letter + word.slice(at),
    word.slice(0, at) + next + letter + word.slice(at + 2),
    word.slice(0, at) +
      (letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase()) +
      word.slice(at + 1),
  ].filter((way) => way !== word);
  return ways.length === 0 ? `${word}${word.at(-1) ?? ""}` : by.of(ways);
};

/** Another digit instead of one, as 418 and 428. */
export const otherDigit = (text: string, by: Chance): string => {
  const places = [...text.matchAll(/[0-9]/g)].map(({ index }) => index);
  if (places.length === 0) return text;
  const at = by.of(places);
  const digit = Number(text[at]);
  return text.slice(0, at) + String((digit + 1 + by.below(8)) % 10) + text.slice(at + 1);
};

export const times =
  (factor: number) =>
  (text: string): string | undefined =>
    /^[0-9]+$/.test(text) ? String(Math.max(1, Math.round(Number(text) * factor))) : undefined;
