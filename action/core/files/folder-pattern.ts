/** A letter of a pattern; `undefined`: any letter but `/`. `"many"`: any number of those. */
type PatternLetter = string | "many" | undefined;
/** Name by name as in a path; `"folders"`: any folders, or none. */
export type PatternNames = readonly (readonly PatternLetter[] | "folders")[];

/** The possible positions in a pattern after some letters, a bit for each. */
type Bits = Uint32Array;

/**
 * Whether a path fits. Each letter of the path is looked at once, with 32 letters of the pattern at a time, so that no
 * pattern of a stranger takes longer than another: it never goes back (shift-and: Baeza-Yates and Gonnet, "A new approach to text
 * searching", CACM 35 (1992) 74).
 */
export const folderPattern = (names: PatternNames): ((path: string) => boolean) => {
  const letters = lettersOf(names);
  const words = (letters.length >> 5) + 1;
  const bits = (holds: (at: number) => boolean): Bits => bitsWhere(letters.length, words, holds);
  const folders = bits((at) => letters[at]?.folders === true);
  const many = bits((at) => letters[at]?.many === true);
  const anyLetter = bits((at) => letters[at]?.letter === undefined);
  const masks = new Map<string, Bits>();
  for (const { letter } of letters)
    if (letter !== undefined && !masks.has(letter))
      masks.set(
        letter,
        bits((at) => letters[at]?.letter === letter || (letter !== "/" && letters[at]?.letter === undefined)),
      );
  return (path) => {
    const here = new Uint32Array(words);
    const inFolder = new Uint32Array(words);
    here[0] = 1;
    for (const letter of `${path}/`)
      if (!step(here, inFolder, letter === "/", masks.get(letter) ?? anyLetter)) return false;
    const end = letters.length - 1;
    return (((here[end >> 5] ?? 0) >>> (end & 31)) & 1) === 1;
  };

  /** One letter further; `false`: nothing can fit any more. */
  function step(here: Bits, inFolder: Bits, isSlash: boolean, mask: Bits): boolean {
    let [carried, alive] = [0, 0];
    for (let word = 0; word < words; word++) {
      const [now, skipped] = [here[word] ?? 0, inFolder[word] ?? 0];
      const passing = now & (folders[word] ?? 0);
      const fitting = now & (mask[word] ?? 0);
      const stays = isSlash ? passing | skipped : now & (many[word] ?? 0);
      const skips = isSlash ? 0 : passing | skipped;
      here[word] = (fitting << 1) | carried | stays;
      inFolder[word] = skips;
      carried = fitting >>> 31;
      alive |= (here[word] ?? 0) | skips;
    }
    return alive !== 0;
  }
};

/** A place in the pattern: the letter that leads on from it, and what may be passed over there. */
type PatternPlace = { letter: string | undefined; many: boolean; folders: boolean };

const lettersOf = (names: PatternNames): readonly PatternPlace[] => {
  const places: PatternPlace[] = [];
  let next: PatternPlace = { letter: end, many: false, folders: false };
  const lead = (letter: string | undefined): void => {
    places.push({ ...next, letter });
    next = { letter: end, many: false, folders: false };
  };
  for (const name of names) {
    if (name === "folders") next.folders = true;
    else {
      for (const letter of name) {
        if (letter === "many") next.many = true;
        else lead(letter);
      }
      lead("/");
    }
  }
  return [...places, next];
};
/** No letter of any path: nothing leads on from the end. */
const end = "";

const bitsWhere = (length: number, words: number, holds: (at: number) => boolean): Bits => {
  const bits = new Uint32Array(words);
  for (let at = 0; at < length; at++) if (holds(at)) bits[at >> 5] = (bits[at >> 5] ?? 0) | (1 << (at & 31));
  return bits;
};
